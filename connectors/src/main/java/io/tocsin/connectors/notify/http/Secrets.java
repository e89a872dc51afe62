package io.tocsin.connectors.notify.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts that must never be shown: of an address everything behind the host, and whatever else is
 * named. A receiver's answer may quote them back.
 */
public final class Secrets {
  private static final int SHORTEST = 6;
  private final List<String> texts;

  private Secrets(List<String> texts) {
    this.texts = texts;
  }

  /** The secrets of an address and of headers or keys. */
  public static Secrets of(URI address, List<String> others) {
    List<String> texts = new ArrayList<>(others);
    add(texts, address.getRawUserInfo());
    add(texts, address.getRawQuery());
    add(texts, address.getQuery());
    add(texts, address.getRawPath());
    for (String part :
        address.getRawPath() == null ? new String[0] : address.getRawPath().split("/")) {
      texts.add(part);
    }
    texts.removeIf(text -> text.length() < SHORTEST);
    texts.sort(Comparator.comparingInt(String::length).reversed());
    return new Secrets(List.copyOf(texts));
  }

  /** The text with every secret in it replaced. */
  public String redact(String text) {
    String redacted = text;
    for (String secret : texts) {
      redacted = redacted.replace(secret, "<secret>");
    }
    return redacted;
  }

  private static void add(List<String> texts, @Nullable String text) {
    if (text != null) {
      texts.add(text);
    }
  }

  @Override
  public String toString() {
    return texts.size() + " secrets";
  }
}
