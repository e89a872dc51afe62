package io.tocsin.pipeline.event;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of label pairs, sorted by name. An empty value is the same as no label, as in
 * Prometheus, so it is never stored. Safe for use by any thread.
 */
public final class Labels {
  /** The empty set. */
  public static final Labels NONE = new Labels(new String[0]);

  private final String[] pairs;
  private final int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
    this.hash = Arrays.hashCode(pairs);
  }

  /**
   * The labels of alternating names and values.
   *
   * @param pairs name, value, name, value, …
   * @throws IllegalArgumentException if a name comes twice or the count is odd
   */
  public static Labels of(String... pairs) {
    if (pairs.length % 2 != 0) {
      throw new IllegalArgumentException("labels come in pairs, got " + pairs.length + " strings");
    }
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (map.put(pairs[i], pairs[i + 1]) != null) {
        throw new IllegalArgumentException("label \"" + pairs[i] + "\" comes twice");
      }
    }
    return of(map);
  }

  /** The labels of a map, in name order whatever order the map has. */
  public static Labels of(Map<String, String> map) {
    if (map.isEmpty()) {
      return NONE;
    }
    TreeMap<String, String> sorted = new TreeMap<>(map);
    sorted.values().removeIf(String::isEmpty);
    if (sorted.isEmpty()) {
      return NONE;
    }
    String[] pairs = new String[sorted.size() * 2];
    int i = 0;
    for (Map.Entry<String, String> e : sorted.entrySet()) {
      pairs[i++] = e.getKey();
      pairs[i++] = e.getValue();
    }
    return new Labels(pairs);
  }

  /** Number of pairs. */
  public int size() {
    return pairs.length / 2;
  }

  public boolean isEmpty() {
    return pairs.length == 0;
  }

  /** Name of the pair at {@code i}, in name order. */
  public String name(int i) {
    return pairs[2 * i];
  }

  /** Value of the pair at {@code i}, in name order. */
  public String value(int i) {
    return pairs[2 * i + 1];
  }

  /** The value of a label, or null if there is none. */
  public @Nullable String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /**
   * The value of a label, or {@code ""} if there is none: Prometheus' reading of a missing label.
   */
  public String getOrEmpty(String name) {
    String value = get(name);
    return value == null ? "" : value;
  }

  /** These labels with one more, or one replaced; an empty value removes it. */
  public Labels with(String name, String value) {
    if (value.equals(getOrEmpty(name))) {
      return this;
    }
    int at = 0;
    while (at < pairs.length && pairs[at].compareTo(name) < 0) {
      at += 2;
    }
    boolean known = at < pairs.length && pairs[at].equals(name);
    int behind = known ? at + 2 : at;
    int more = value.isEmpty() ? 0 : 2;
    if (at == 0 && behind == pairs.length && more == 0) {
      return NONE;
    }
    String[] changed = new String[at + more + pairs.length - behind];
    System.arraycopy(pairs, 0, changed, 0, at);
    if (more > 0) {
      changed[at] = name;
      changed[at + 1] = value;
    }
    System.arraycopy(pairs, behind, changed, at + more, pairs.length - behind);
    return new Labels(changed);
  }

  /** These labels with all of {@code other}'s, whose values win. */
  public Labels with(Labels other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    Map<String, String> map = asMap();
    other.forEach(map::put);
    return of(map);
  }

  /** These labels without the named ones. */
  public Labels without(Iterable<String> names) {
    Map<String, String> map = asMap();
    names.forEach(map::remove);
    return map.size() == size() ? this : of(map);
  }

  /** Only the named labels. */
  public Labels only(Iterable<String> names) {
    Map<String, String> map = new TreeMap<>();
    for (String name : names) {
      map.put(name, getOrEmpty(name));
    }
    return of(map);
  }

  /** Whether no label that both have differs. */
  public boolean agreesWith(Labels other) {
    for (int i = 0; i < pairs.length; i += 2) {
      String value = other.get(pairs[i]);
      if (value != null && !value.equals(pairs[i + 1])) {
        return false;
      }
    }
    return true;
  }

  /** A new, modifiable map in name order. */
  public Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    forEach(map::put);
    return map;
  }

  /** An unmodifiable map in name order. */
  public Map<String, String> toMap() {
    return Collections.unmodifiableMap(asMap());
  }

  /** The same labels of texts that are equal to these. */
  Labels map(UnaryOperator<String> equal) {
    String[] same = new String[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      same[i] = equal.apply(pairs[i]);
    }
    return new Labels(same);
  }

  public void forEach(BiConsumer<String, String> pair) {
    for (int i = 0; i < pairs.length; i += 2) {
      pair.accept(pairs[i], pairs[i + 1]);
    }
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof Labels other && hash == other.hash && Arrays.equals(pairs, other.pairs));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Prometheus' notation: {@code {a="1", b="2"}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(32 * size() + 2).append('{');
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(i == 0 ? "" : ", ").append(pairs[i]).append("=\"");
      quoted(text, pairs[i + 1]);
      text.append('"');
    }
    return text.append('}').toString();
  }

  private static void quoted(StringBuilder text, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' || c == '"') {
        text.append('\\').append(c);
      } else if (c == '\n') {
        text.append("\\n");
      } else {
        text.append(c);
      }
    }
  }
}
