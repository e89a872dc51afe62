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

  /** Name and closing quote as the bytes of a little-endian word, where they fit in one. */
  final long pattern;

  /** The bits of {@link #pattern} that count; 0 if it does not fit. */
  final long mask;

  private final String word = name().toLowerCase(Locale.ROOT);

  NativeMember(int slot) {
    this.slot = slot;
    this.bit = 1 << slot;
    long packed = 0;
    String quoted = word + '"';
    for (int i = Math.min(quoted.length(), Long.BYTES) - 1; i >= 0; i--) {
      packed = (packed << Byte.SIZE) | quoted.charAt(i);
    }
    this.pattern = packed;
    this.mask =
        quoted.length() > Long.BYTES ? 0 : -1L >>> (Byte.SIZE * (Long.BYTES - quoted.length()));
  }

  int length() {
    return word.length();
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
