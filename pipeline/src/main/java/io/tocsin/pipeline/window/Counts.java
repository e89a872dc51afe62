package io.tocsin.pipeline.window;

/** The running counts behind {@link WindowStats}. The lane's thread only. */
final class Counts {
  long accepted;
  long late;
  long future;
  long notFinite;
  long amended;
  long tooLate;
  long aside;
  long dropped;
  long sensors;
  long series;
  long windows;
  long steps;

  WindowStats snapshot(long openWindows, long shardTime) {
    return new WindowStats(
        accepted,
        late,
        future,
        notFinite,
        amended,
        tooLate,
        aside,
        dropped,
        sensors,
        series,
        windows,
        openWindows,
        steps,
        shardTime);
  }
}
