package io.tocsin.pipeline.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How bad it is, mildest first. */
public enum Severity {
  INFO,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /**
   * The one table of words that other systems use: Prometheus' common label values, syslog (RFC
   * 5424, section 6.2.1), and log levels. Words are compared without regard to case.
   */
  private static final Map<String, Severity> WORDS = words();

  private static Map<String, Severity> words() {
    Map<String, Severity> words = new TreeMap<>();
    for (Severity s : values()) {
      words.put(s.name().toLowerCase(Locale.ROOT), s);
    }
    words.putAll(
        Map.of(
            "debug",
            INFO,
            "informational",
            INFO,
            "ok",
            INFO,
            "none",
            INFO,
            "notice",
            LOW,
            "minor",
            LOW,
            "warning",
            MEDIUM,
            "warn",
            MEDIUM));
    words.putAll(
        Map.of(
            "error",
            HIGH,
            "err",
            HIGH,
            "major",
            HIGH,
            "crit",
            CRITICAL,
            "fatal",
            CRITICAL,
            "page",
            CRITICAL,
            "alert",
            CRITICAL,
            "emerg",
            CRITICAL,
            "emergency",
            CRITICAL,
            "panic",
            CRITICAL));
    return words;
  }

  /** The severity a word means, or empty if the table does not know the word. */
  public static Optional<Severity> parse(String word) {
    return Optional.ofNullable(WORDS.get(word.strip().toLowerCase(Locale.ROOT)));
  }

  /** Every accepted word, for error messages and documentation. */
  public static String acceptedWords() {
    return Arrays.stream(values())
        .map(
            s ->
                WORDS.entrySet().stream()
                    .filter(e -> e.getValue() == s)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining(", ", s + " (", ")")))
        .collect(Collectors.joining("; "));
  }
}
