package io.tocsin.pipeline.deliver;

import java.util.Comparator;

/**
 * An outbox entry in its endpoint's queue.
 *
 * @param number key of the entry, in order of arrival
 * @param group what must stay in order
 * @param nextAt wall time before which it is not tried
 * @param expiresAt wall time at which it is given up
 * @param bytes what it takes of the budget
 */
record Waiting(long number, String group, long nextAt, long expiresAt, int bytes) {
  static final Comparator<Waiting> BY_TURN =
      Comparator.comparingLong(Waiting::nextAt).thenComparingLong(Waiting::number);
  static final Comparator<Waiting> BY_AGE =
      Comparator.comparingLong(Waiting::expiresAt).thenComparingLong(Waiting::number);

  Waiting until(long wall) {
    return new Waiting(number, group, wall, expiresAt, bytes);
  }
}
