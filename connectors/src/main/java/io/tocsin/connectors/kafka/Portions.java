package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Records;

/**
 * How many records a lane takes at a time. What they cause is told at the next commit, and there is
 * none while a portion is processed: after a start, when code and caches are cold and much has
 * piled up, a whole poll would take as long as everything before it. A lane begins with few and
 * takes more for as long as they take no time worth mentioning. Used by the lane's thread only.
 */
final class Portions {
  /** What a lane begins with. */
  static final int FIRST = 250;

  private static final int LEAST = 100;
  private static final int MOST = 1 << 20;
  private static final long LONG_MS = 50;

  private int size;

  Portions(int first) {
    size = first;
  }

  /** The next portion of a view. */
  Records next(Records all, int from) {
    int left = all.size() - from;
    return from == 0 && left <= size ? all : new SomeRecords(all, from, Math.min(left, size));
  }

  /** So many records took so long. */
  void took(int records, long millis) {
    if (millis > LONG_MS) {
      size = Math.max(Math.min(LEAST, size), size / 2);
    } else if (records >= size && millis <= LONG_MS / 2) {
      size = Math.min(MOST, size * 2);
    }
  }
}
