package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One time that an alert was active, from its first transition to its last.
 *
 * @param rule {@code group/alert}
 * @param component the sensor, or what the label {@code component} says
 * @param start event time since which it was active, epoch milliseconds
 * @param end event time at which it ended, {@link Alert#OPEN} if it did not
 * @param ended the reason of the last transition; empty while open
 * @param shadow whether its rule is only being tried
 */
public record Firing(
    String rule,
    String component,
    Labels labels,
    long start,
    long end,
    String ended,
    boolean shadow) {
  /** Whether it was still active when the input ended. */
  public boolean open() {
    return end == Alert.OPEN;
  }

  /** All firings of a result in the order of their starts. What was withdrawn never was one. */
  public static List<Firing> of(BacktestResult result) {
    Map<String, Firing> firings = new LinkedHashMap<>();
    result.alerts().forEach(alert -> take(alert, false, firings));
    result.composites().forEach(alert -> take(alert, false, firings));
    result.shadow().forEach(alert -> take(alert, true, firings));
    List<Firing> sorted = new ArrayList<>(firings.values());
    sorted.sort(
        Comparator.comparingLong(Firing::start)
            .thenComparing(Firing::rule)
            .thenComparing(f -> f.labels().toString()));
    return sorted;
  }

  private static void take(Alert alert, boolean shadow, Map<String, Firing> firings) {
    String key = alert.fingerprint() + "-" + alert.startsAt();
    if (alert.status() == AlertStatus.WITHDRAWN) {
      firings.remove(key);
      return;
    }
    Firing known = firings.get(key);
    if (known != null && !known.open()) {
      return;
    }
    boolean open = alert.status().active();
    firings.put(
        key,
        new Firing(
            alert.rule(),
            alert.component(),
            alert.labels(),
            alert.startsAt(),
            open ? Alert.OPEN : alert.endsAt(),
            open ? "" : alert.reason(),
            shadow));
  }
}
