package io.tocsin.pipeline.detect;

import org.jspecify.annotations.Nullable;

/** The running counts behind {@link DetectStats}. The lane's thread only. */
final class AlertCounts {
  private long pending;
  private long firing;
  private long unknown;
  long evaluations;
  long failures;
  long shed;
  long tooLate;

  void moved(@Nullable AlertState before, @Nullable AlertState next) {
    add(before, -1);
    add(next, 1);
  }

  private void add(@Nullable AlertState state, int by) {
    if (state instanceof AlertState.Pending) {
      pending += by;
    } else if (state instanceof AlertState.Firing) {
      firing += by;
    } else if (state instanceof AlertState.Unknown) {
      unknown += by;
    }
  }

  DetectStats snapshot() {
    return new DetectStats(pending, firing, unknown, evaluations, failures, shed, tooLate);
  }
}
