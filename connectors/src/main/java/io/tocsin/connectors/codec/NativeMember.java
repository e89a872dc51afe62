package io.tocsin.connectors.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The members of the native format, in the order in which they are likely. */
enum NativeMember {
  SENSOR(0),
  METRIC(1),
  VALUE(2),
  TIME(3),
  LABELS(4),
  VALUES(5),
  TYPE(6),
  SEVERITY(7),
  COMPONENT(8),
  MESSAGE(9),
  DETAILS(10),
  CONTEXT(11);

  private static final NativeMember[] ALL = values();

  /** Where a document keeps it. */
  final int slot;

  /** What stands for it in a set. */
  final int bit;

  private final String word = name().toLowerCase(Locale.ROOT);

  NativeMember(int slot) {
    this.slot = slot;
    this.bit = 1 << slot;
  }

  String word() {
    return word;
  }

  /** The member whose name the scanner read last, or null if the format has none of that name. */
  static @Nullable NativeMember of(JsonScanner json) {
    if (json.escaped) {
      return of(json.text());
    }
    int length = json.to - json.from;
    for (NativeMember member : ALL) {
      if (member.word.length() == length && member.is(json.in, json.from)) {
        return member;
      }
    }
    return null;
  }

  private static @Nullable NativeMember of(String name) {
    for (NativeMember member : ALL) {
      if (member.word.equals(name)) {
        return member;
      }
    }
    return null;
  }

  private boolean is(byte[] in, int from) {
    for (int i = 0; i < word.length(); i++) {
      if (in[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
