package io.tocsin.pipeline.anomaly;

/** What became of a reading. */
public enum Verdict {
  /** Older than the last reading: ignored, nothing was learned. */
  OUT_OF_ORDER,
  /** Learned from; not enough data to judge it. */
  WARMING_UP,
  /** Usual, or in the shadow of a finding that was told already. */
  QUIET,
  /** A new finding, told once. */
  FINDING
}
