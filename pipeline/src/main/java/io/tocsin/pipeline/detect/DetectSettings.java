package io.tocsin.pipeline.detect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all rules. Immutable.
 *
 * @param historicalAfter an alert about a past longer ago than this pages nobody; null for finite
 *     inputs, of which nothing is past
 * @param onNoData silence after which a firing alert becomes unknown, where the rule does not say
 * @param forgetAfter silence after which it is given up, where the rule does not say
 */
public record DetectSettings(
    @Nullable Duration historicalAfter, Duration onNoData, Duration forgetAfter) {
  /** 1 h, 5 min, 24 h. */
  public static final DetectSettings DEFAULTS =
      new DetectSettings(Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofHours(24));

  /** The same for a finite input. */
  public DetectSettings finite() {
    return new DetectSettings(null, onNoData, forgetAfter);
  }
}
