package io.tocsin.pipeline.suppress;

import java.time.Duration;

/**
 * What is not told. Times are event time. Immutable.
 *
 * @param similarAlerts an alert is not told if at least this many similar ones (same source and
 *     level) came before it within {@code similarWithin}; 0 switches this off
 * @param similarWithin how far back similar ones count
 * @param history how many similar alerts are remembered for each source and level
 */
public record SuppressSettings(int similarAlerts, Duration similarWithin, int history) {
  public static final SuppressSettings DEFAULTS =
      new SuppressSettings(3, Duration.ofMinutes(1), 100);

  public SuppressSettings {
    if (similarAlerts < 0) {
      throw new IllegalArgumentException("similar_alerts must be 0 or more, is " + similarAlerts);
    }
    if (similarWithin.toMillis() <= 0) {
      throw new IllegalArgumentException("similar_within must be positive, is " + similarWithin);
    }
    if (history < Math.max(1, similarAlerts)) {
      throw new IllegalArgumentException(
          "history must be at least 1 and at least similar_alerts ("
              + similarAlerts
              + "), is "
              + history);
    }
  }
}
