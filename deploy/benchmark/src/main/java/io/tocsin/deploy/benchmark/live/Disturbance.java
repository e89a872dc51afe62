package io.tocsin.deploy.benchmark.live;

/** What happens to a system in the middle of a live run. */
public enum Disturbance {
  /** Nothing. */
  NONE("undisturbed"),
  /** Killed (SIGKILL), and started again at once with its disk. */
  RESTART("killed, restarted with its disk"),
  /** One of two processes is killed and stays away; the other takes over. */
  TAKEOVER("one of two killed, the other takes over"),
  /** Killed, and started again at once with an empty disk. */
  DISK_LOST("killed, restarted with an empty disk");

  private final String words;

  Disturbance(String words) {
    this.words = words;
  }

  /** Returns how a report names it. */
  public String words() {
    return words;
  }
}
