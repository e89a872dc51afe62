package io.tocsin.connectors.kafka;

import java.util.Random;

/** What goes wrong on the way to the broker. */
final class SimFaults {
  /** How a commit ends. */
  enum Commit {
    DONE,
    REQUEST_LOST,
    ANSWER_LOST
  }

  private final Random random;
  boolean on = true;

  SimFaults(Random random) {
    this.random = random;
  }

  Commit commit() {
    if (!on || random.nextInt(12) != 0) {
      return Commit.DONE;
    }
    return random.nextBoolean() ? Commit.REQUEST_LOST : Commit.ANSWER_LOST;
  }
}
