package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.correlate.CompositeRule;
import io.tocsin.pipeline.correlate.CompositeStage;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.state.States;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why an alert that is made of others did, or did not, fire for a sensor at a time. */
public final class CompositeExplanation {
  private CompositeExplanation() {}

  /**
   * What there is to say, line by line.
   *
   * @param all every alert, in any order
   * @param at epoch milliseconds
   */
  public static List<String> lines(CompositeRule rule, List<Alert> all, String sensor, long at) {
    List<Alert> before =
        BacktestResult.sorted(all).stream().filter(alert -> alert.time() <= at).toList();
    List<String> lines = new ArrayList<>();
    lines.add(
        "rule "
            + rule.name()
            + ": "
            + rule.kind().name().toLowerCase(Locale.ROOT)
            + " of "
            + rule.parts()
            + " within "
            + rule.within().toSeconds()
            + " s, by "
            + rule.by());
    for (String part : rule.parts().stream().distinct().toList()) {
      lines.add(part(part, before, sensor));
    }
    CompositeStage stage = new CompositeStage(List.of(rule), States.inMemory());
    stage.apply(before);
    List<Alert> made =
        stage.made().stream()
            .map(CompositeStage.Made::alert)
            .filter(alert -> isOf(alert, sensor))
            .toList();
    lines.add(made.isEmpty() ? "never told" : "");
    lines.removeIf(String::isEmpty);
    made.forEach(alert -> lines.add(Explanation.told(alert)));
    return lines;
  }

  /** A composite over more than a sensor concerns all of them. */
  private static boolean isOf(Alert alert, String sensor) {
    String own = alert.labels().getOrEmpty("sensor");
    return own.isEmpty() || own.equals(sensor);
  }

  private static String part(String name, List<Alert> alerts, String sensor) {
    String told =
        alerts.stream()
            .filter(alert -> alert.name().equals(name) && isOf(alert, sensor))
            .map(alert -> alert.status() + " at " + Instant.ofEpochMilli(alert.time()))
            .collect(Collectors.joining(", "));
    return "part " + name + ": " + (told.isEmpty() ? "never told of this sensor" : told);
  }
}
