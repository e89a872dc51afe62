package io.tocsin.deploy.benchmark.fleet;

/** What goes wrong with some metrics of a machine. */
public enum Mishap {
  /** A new level, well visible. */
  SHIFT,
  /** A new level inside of the usual range. */
  SLIGHT_SHIFT,
  /** Single readings far off. */
  BURST,
  /** More noise. */
  UNREST,
  /** The value no longer changes. */
  STUCK,
  /** A slow climb. */
  DRIFT,
  /** The metrics no longer go with the others, each by itself as usual. */
  BREAK,
  /** The metrics move faster than they do. */
  FASTER,
  /** The lowest value, as if there were no work. */
  DROPOUT
}
