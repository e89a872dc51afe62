package io.tocsin.connectors.notify.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Standard Webhooks says: HMAC-SHA256 over {@code id.timestamp.body}, in base64, one
 * signature for each secret.
 */
final class Signer {
  private static final String PREFIX = "whsec_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;
  private final List<SecretKeySpec> keys;

  /**
   * @throws IllegalArgumentException if a secret has not the right form; the message does not show
   *     it
   */
  Signer(List<String> secrets) {
    keys = secrets.stream().map(Signer::key).toList();
  }

  boolean signs() {
    return !keys.isEmpty();
  }

  /** Value of the header {@code webhook-signature}. */
  String signature(String id, long seconds, byte[] body) {
    byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
    return keys.stream()
        .map(key -> "v1," + Base64.getEncoder().encodeToString(hmac(key, head, body)))
        .collect(Collectors.joining(" "));
  }

  private static SecretKeySpec key(String secret) {
    String text = secret.strip();
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(6) : "?");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "signing secret must be \"" + PREFIX + "\" and base64; the one given is not");
    }
    if (bytes.length < SHORTEST || bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "signing secret must have 24 to 64 bytes, has " + bytes.length);
    }
    return new SecretKeySpec(bytes, "HmacSHA256");
  }

  private static byte[] hmac(SecretKeySpec key, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
