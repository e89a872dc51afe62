package io.tocsin.pipeline.window;

/** What becomes of an event whose window is closed. */
public enum LatePolicy {
  /** The kept window is opened again and told as amended. */
  AMEND,
  /** It goes to the dead-letter topic, reason {@code late}. */
  SIDE,
  /** It is counted, and that is all. */
  DROP
}
