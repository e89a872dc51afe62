package io.tocsin.pipeline.detect;

/**
 * The delays of a rule, milliseconds.
 *
 * @param holdFor how long the condition must hold before it fires
 * @param keepFiringFor how long it keeps firing after the condition ended
 * @param onNoData silence after which a firing alert becomes unknown
 * @param forgetAfter silence after which it is given up as stale
 * @param silenceEnds whether silence is the end of the condition: for rules over reports
 */
record Timing(
    long holdFor, long keepFiringFor, long onNoData, long forgetAfter, boolean silenceEnds) {
  /** When a silent alert changes next, given its last data; both in shard time. */
  long dueAfter(AlertState.Active state) {
    long silence = state instanceof AlertState.Unknown ? forgetAfter : onNoData;
    return saturated(state.dataShard(), silence);
  }

  private static long saturated(long time, long silence) {
    return silence >= Long.MAX_VALUE - Math.max(0, time) ? Long.MAX_VALUE : time + silence;
  }
}
