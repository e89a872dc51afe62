package io.tocsin.pipeline.suppress;

import java.util.ArrayDeque;

/** Event times of the last alerts of one source and level. Mutable; live in its table. */
final class Recent {
  final ArrayDeque<Long> times = new ArrayDeque<>();

  /** How many came after {@code time - within}, up to and including {@code time}. */
  long countWithin(long time, long within) {
    return times.stream().filter(t -> t > time - within && t <= time).count();
  }

  void add(long time, int keep) {
    times.addLast(time);
    if (times.size() > keep) {
      times.removeFirst();
    }
  }
}
