package io.tocsin.pipeline.anomaly;

/** How far a detector is with its learning. */
public enum Phase {
  /** Not enough data to speak. */
  WARMING_UP,
  /** Watching. */
  READY,
  /** Watching, while the series is moving to a new normal. */
  DRIFTING
}
