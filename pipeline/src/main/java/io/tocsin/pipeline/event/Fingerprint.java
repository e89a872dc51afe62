package io.tocsin.pipeline.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identity of an alert: the first 128 bits of SHA-256 over its labels, each name and value preceded
 * by its length. With lengths in, no two label sets give the same input; with 128 bits of SHA-256,
 * no two inputs give the same output in practice. (A 64-bit hash of concatenated text, as other
 * systems have it, can merge different alerts.)
 */
public final class Fingerprint {
  /** Looking for the algorithm takes longer than to use it. */
  private static final ThreadLocal<MessageDigest> SHA =
      ThreadLocal.withInitial(Fingerprint::sha256);

  private Fingerprint() {}

  /** 32 lower-case hexadecimal digits. */
  public static String of(Labels labels) {
    String[] texts = new String[2 * labels.size()];
    for (int i = 0; i < labels.size(); i++) {
      texts[2 * i] = labels.name(i);
      texts[2 * i + 1] = labels.value(i);
    }
    return of(texts);
  }

  /** A fingerprint of a list of texts; the order matters. */
  public static String of(String... texts) {
    byte[][] encoded = new byte[texts.length][];
    int size = Integer.BYTES * texts.length;
    for (int i = 0; i < texts.length; i++) {
      encoded[i] = texts[i].getBytes(StandardCharsets.UTF_8);
      size += encoded[i].length;
    }
    ByteBuffer all = ByteBuffer.allocate(size);
    for (byte[] text : encoded) {
      all.putInt(text.length).put(text);
    }
    return HexFormat.of().formatHex(SHA.get().digest(all.array()), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
