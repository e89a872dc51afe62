package io.tocsin.pipeline.detect;

/**
 * The delays of a rule, milliseconds.
 *
 * @param holdFor how long the condition must hold before it fires
 * @param keepFiringFor how long it keeps firing after the condition ended
 * @param onNoData silence after which a firing alert becomes unknown
 * @param forgetAfter silence after which it is given up as stale
 * @param silence what a silence of {@code onNoData} means
 */
record Timing(long holdFor, long keepFiringFor, long onNoData, long forgetAfter, Silence silence) {
  /** What it means that there is no data. */
  enum Silence {
    /** Nobody knows; after {@code forgetAfter} the alert is given up. */
    UNKNOWN,
    /** The condition has ended: of reports, and of what the engine says itself. */
    ENDS,
    /** The alert is given up: it is about silence. */
    STALE
  }

  /** When a silent alert changes next, given its last data; both in shard time. */
  long dueAfter(AlertState.Active state) {
    long delay = state instanceof AlertState.Unknown ? forgetAfter : onNoData;
    return saturated(state.dataShard(), delay);
  }

  private static long saturated(long time, long silence) {
    return silence >= Long.MAX_VALUE - Math.max(0, time) ? Long.MAX_VALUE : time + silence;
  }
}
