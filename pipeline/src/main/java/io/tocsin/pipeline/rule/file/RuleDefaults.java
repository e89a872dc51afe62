package io.tocsin.pipeline.rule.file;

import java.time.Duration;

/**
 * What a group or rule has when its file does not say.
 *
 * @param interval evaluation step
 * @param keepFor how long closed windows stay correctable
 * @param onNoData how long a firing alert's series may be silent before it is unknown
 * @param forgetAfter how long until an absent sensor is forgotten
 */
public record RuleDefaults(
    Duration interval, Duration keepFor, Duration onNoData, Duration forgetAfter) {

  /** An interval of 1 minute, as in Prometheus; 1 hour, 5 minutes, 1 day. */
  public static final RuleDefaults STANDARD =
      new RuleDefaults(
          Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofDays(1));
}
