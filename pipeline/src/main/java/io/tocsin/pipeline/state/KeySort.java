package io.tocsin.pipeline.state;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts changes by key. Keys of one table begin alike, and most of a sort's time goes into fetching
 * two of them for each comparison; so what all have in common is left out, the few bytes behind it
 * become numbers, which are sorted by themselves, and only keys that still tie are looked at again.
 */
final class KeySort {
  private static final Comparator<Change> BY_KEY =
      (a, b) -> Arrays.compareUnsigned(a.key(), b.key());

  /** So few are compared one by one. */
  private static final int FEW = 24;

  /** A number holds so many bytes of a key, and the change's place below them. */
  private static final int BYTES = 5;

  private static final int PLACE_BITS = 24;
  private static final int MOST = 1 << PLACE_BITS;

  private KeySort() {}

  /** Changes of one key stay in their order. */
  static List<Change> sorted(List<Change> changes) {
    Change[] all = changes.toArray(new Change[0]);
    sort(all, 0, all.length);
    return Arrays.asList(all);
  }

  private static void sort(Change[] all, int from, int to) {
    if (to - from <= FEW || to - from > MOST) {
      Arrays.sort(all, from, to, BY_KEY);
      return;
    }
    int common = common(all, from, to);
    long[] numbers = new long[to - from];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ((number(all[from + i].key(), common) << PLACE_BITS) ^ Long.MIN_VALUE) | i;
    }
    Arrays.sort(numbers);
    Change[] before = Arrays.copyOfRange(all, from, to);
    for (int i = 0; i < numbers.length; i++) {
      all[from + i] = before[(int) (numbers[i] & (MOST - 1))];
    }
    sortTies(all, from, numbers);
  }

  private static void sortTies(Change[] all, int from, long[] numbers) {
    int start = 0;
    for (int i = 1; i <= numbers.length; i++) {
      if (i == numbers.length || numbers[i] >> PLACE_BITS != numbers[start] >> PLACE_BITS) {
        if (i - start == numbers.length) {
          // Keys that end there: another look would see the same.
          Arrays.sort(all, from, from + i, BY_KEY);
        } else if (i - start > 1) {
          sort(all, from + start, from + i);
        }
        start = i;
      }
    }
  }

  /** How many bytes all keys begin with alike. */
  private static int common(Change[] all, int from, int to) {
    byte[] first = all[from].key();
    int common = first.length;
    for (int i = from + 1; i < to && common > 0; i++) {
      byte[] key = all[i].key();
      int most = Math.min(common, key.length);
      int differ = Arrays.mismatch(first, 0, most, key, 0, most);
      common = differ < 0 ? most : differ;
    }
    return common;
  }

  /** The bytes behind an offset, as a number; behind the key's end they are zero. */
  private static long number(byte[] key, int offset) {
    long number = 0;
    for (int i = offset; i < offset + BYTES; i++) {
      number = (number << Byte.SIZE) | (i < key.length ? key[i] & 0xff : 0);
    }
    return number;
  }
}
