package io.tocsin.pipeline.rule.file;

/** What becomes of an event whose window is closed. */
public enum LatePolicy {
  /** The window is opened again and its summary published as amended. */
  AMEND,
  /** The event goes to the side topic. */
  SIDE,
  /** The event is counted and dropped. */
  DROP
}
