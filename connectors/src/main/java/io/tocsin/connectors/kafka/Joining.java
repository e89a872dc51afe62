package io.tocsin.connectors.kafka;

/**
 * Whether a member has asked for its group's next generation and not heard of it yet. In between
 * the group may go on at any moment, and refuses the generation that the member knows.
 */
final class Joining {
  private volatile boolean now;

  void begins() {
    now = true;
  }

  void ended() {
    now = false;
  }

  boolean now() {
    return now;
  }
}
