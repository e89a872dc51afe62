package io.tocsin.deploy.benchmark.harness;

import io.tocsin.deploy.benchmark.harness.RunResult.Pace;
import java.util.ArrayList;
import java.util.List;

/** How far a run was, and what it had cost, at the moments when somebody looked. */
final class Progress {
  /** The share of the input after which code is held to be compiled and caches to be full. */
  private static final double WARM = 0.3;

  private final List<Moment> moments = new ArrayList<>();

  void add(Moment moment) {
    moments.add(moment);
  }

  /** Returns the last moment. */
  Moment last() {
    return moments.get(moments.size() - 1);
  }

  /**
   * Returns the pace between the first moment past {@value #WARM} of the events and the last; of
   * all of them if no moment lies between.
   */
  Pace steady() {
    Moment last = last();
    Moment from =
        moments.stream()
            .filter(m -> m.events() >= WARM * last.events() && m.events() < last.events())
            .findFirst()
            .orElse(moments.get(0));
    return Pace.of(
        (double) (last.events() - from.events()),
        last.seconds() - from.seconds(),
        last.cpuSeconds() - from.cpuSeconds());
  }

  /**
   * A moment of a run.
   *
   * @param seconds since the system was ready
   * @param cpuSeconds of its process since it was ready
   * @param events committed as read
   */
  record Moment(double seconds, double cpuSeconds, long events) {}
}
