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
 * @param shadow those of rules that are only tried, in the same order
 * @param rejected how many events were refused, by reason
 */
public record BacktestResult(
    List<Alert> alerts, List<Alert> shadow, Map<Rejection.Reason, Long> rejected) {
  private static final Comparator<Alert> ORDER =
      Comparator.comparingLong(Alert::time)
          .thenComparing(Alert::fingerprint)
          .thenComparingInt(Alert::revision);

  /** Sorts and copies. */
  public BacktestResult {
    alerts = alerts.stream().sorted(ORDER).toList();
    shadow = shadow.stream().sorted(ORDER).toList();
    Map<Rejection.Reason, Long> counts = new EnumMap<>(Rejection.Reason.class);
    counts.putAll(rejected);
    rejected = Collections.unmodifiableMap(counts);
  }

  /** All transitions, of tried rules too. */
  public List<Alert> all() {
    return java.util.stream.Stream.concat(alerts.stream(), shadow.stream()).sorted(ORDER).toList();
  }
}
