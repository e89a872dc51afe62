package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.flow.Rejection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one version of rules told. Immutable.
 *
 * @param alerts by time, fingerprint and revision, as a replay writes them; without those of rules
 *     that are only tried
 * @param composites those of alerts that are made of them
 * @param shadow those of rules that are only tried, in the same order
 * @param rejected how many events were refused, by reason
 */
public record BacktestResult(
    List<Alert> alerts,
    List<Alert> composites,
    List<Alert> shadow,
    Map<Rejection.Reason, Long> rejected) {
  private static final Comparator<Alert> ORDER =
      Comparator.comparingLong(Alert::time)
          .thenComparing(Alert::fingerprint)
          .thenComparingInt(Alert::revision);

  /** Sorts and copies. */
  public BacktestResult {
    alerts = sorted(alerts);
    composites = sorted(composites);
    shadow = sorted(shadow);
    Map<Rejection.Reason, Long> counts = new EnumMap<>(Rejection.Reason.class);
    counts.putAll(rejected);
    rejected = Collections.unmodifiableMap(counts);
  }

  static List<Alert> sorted(List<Alert> alerts) {
    return alerts.stream().sorted(ORDER).toList();
  }
}
