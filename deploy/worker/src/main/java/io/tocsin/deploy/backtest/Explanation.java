package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.detect.RuleTrace;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a rule did, or did not, fire for what is asked about at a time: what came, what the rule saw
 * of it while a {@link Backtest} followed it, its alerts' state, and what was told. For one thread.
 */
public final class Explanation {
  /** Most transitions that are listed. */
  private static final int MOST = 20;

  private final RuleTrace trace;
  private final Labels asked;
  private final long at;
  private final Set<SensorId> sensors = new HashSet<>();
  private long events;
  private long lastEvent = Long.MIN_VALUE;

  /**
   * @param asked labels of what is asked about, as the trace was made for
   * @param at epoch milliseconds; {@link Alert#OPEN} for the end of the data
   */
  public Explanation(RuleTrace trace, Labels asked, long at) {
    this.trace = trace;
    this.asked = asked;
    this.at = at;
  }

  /** An event of the input. */
  public void add(SensorEvent event) {
    if (event.time() <= at && trace.sensor().map(event.sensor()::equals).orElse(true)) {
      events++;
      sensors.add(event.sensor());
      lastEvent = Math.max(lastEvent, event.time());
    }
  }

  /** Those of what was told that are the rule's, are asked about, and came up to the time. */
  public List<Alert> transitions(BacktestResult told) {
    return BacktestResult.sorted(
        Stream.concat(told.alerts().stream(), told.shadow().stream())
            .filter(trace::tells)
            .toList());
  }

  /** What there is to say, line by line. */
  public List<String> lines(BacktestResult told) {
    List<String> lines = new ArrayList<>();
    lines.add("rule " + trace.describe());
    lines.add(about(asked, at));
    if (events == 0) {
      lines.add("not fired: no event " + (one() ? "of this sensor " : "") + "came before then");
      return lines;
    }
    lines.add(
        events
            + " events of "
            + (one() ? "it" : sensors.size() + " sensors")
            + " came, the newest of "
            + Instant.ofEpochMilli(lastEvent));
    lines.addAll(trace.lines());
    lines.addAll(told(transitions(told)));
    return lines;
  }

  private boolean one() {
    return trace.sensor().isPresent();
  }

  /** What is asked about, in words. */
  static String about(Labels asked, long at) {
    return (asked.isEmpty() ? "everything" : "for " + asked)
        + (at == Alert.OPEN ? ", at the end of the data" : " at " + Instant.ofEpochMilli(at));
  }

  /** Transitions, in words. */
  static List<String> told(List<Alert> transitions) {
    List<String> lines = new ArrayList<>();
    int from = Math.max(0, transitions.size() - MOST);
    if (from > 0) {
      lines.add("told: " + from + " transitions before these");
    }
    for (Alert alert : transitions.subList(from, transitions.size())) {
      lines.add(
          "told: "
              + alert.name()
              + " "
              + alert.status()
              + (alert.status().active() ? " since " : " at ")
              + Instant.ofEpochMilli(alert.time())
              + " ("
              + alert.reason()
              + "), "
              + alert.explanation());
    }
    return lines;
  }
}
