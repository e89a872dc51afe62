package io.tocsin.pipeline.anomaly;

/** How far a detector is with its learning. */
public enum Phase {
  /** Not enough data to speak. */
  WARMING_UP(1),
  /** Watching. */
  READY(2),
  /** Watching, while the series is moving to a new normal. */
  DRIFTING(3);

  private final int code;

  Phase(int code) {
    this.code = code;
  }

  /** What stands for it in stored state: never another one. */
  public int code() {
    return code;
  }

  /**
   * The phase of a code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Phase of(int code) {
    for (Phase phase : values()) {
      if (phase.code == code) {
        return phase;
      }
    }
    throw new IllegalArgumentException("no phase has code " + code);
  }
}
