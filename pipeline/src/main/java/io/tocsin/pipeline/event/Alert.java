package io.tocsin.pipeline.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One published transition of an alert: the state of one rule for one label set.
 *
 * @param status what happened
 * @param labels identity, {@code alertname} and {@code severity} included
 * @param annotations for people; not part of the identity
 * @param startsAt event time since which the alert is active, epoch milliseconds
 * @param endsAt event time at which it ended, or {@link #OPEN}
 * @param fingerprint {@link Fingerprint#of(Labels)} of the labels
 * @param value the value that made the last transition; NaN where there is none
 * @param expected the range the value was expected in, if the rule knows one
 * @param rule name of the rule, {@code group/alert}
 * @param ruleVersion version of the rule's text
 * @param revision 0 for the first transition of this startsAt, one more for each that follows
 * @param reason one of a closed set of words, such as {@code condition}, {@code condition_ended},
 *     {@code no_data}, {@code stale}, {@code rule_removed}, {@code surpassed}, {@code late_data}
 * @param historical true if it is about a past longer ago than {@code historical_after}: it pages
 *     nobody
 * @param explanation one sentence for people: why
 */
public record Alert(
    AlertStatus status,
    Labels labels,
    Map<String, String> annotations,
    long startsAt,
    long endsAt,
    String fingerprint,
    double value,
    @Nullable Expected expected,
    String rule,
    int ruleVersion,
    int revision,
    String reason,
    boolean historical,
    String explanation) {
  /** {@link #endsAt} of an alert that has not ended. */
  public static final long OPEN = Long.MAX_VALUE;

  /** Name of the alert: label {@code alertname}. Its {@code type} in incidents. */
  public String name() {
    return labels.getOrEmpty("alertname");
  }

  /** Label {@code component}, else the sensor. */
  public String component() {
    String component = labels.getOrEmpty("component");
    return component.isEmpty() ? labels.getOrEmpty("sensor") : component;
  }

  /** The severity its {@code severity} label means; MEDIUM where the word is unknown or missing. */
  public Severity severity() {
    return Severity.parse(labels.getOrEmpty("severity")).orElse(Severity.MEDIUM);
  }

  /** Event time of this transition as far as the alert itself tells, epoch milliseconds. */
  public long time() {
    return status.active() || endsAt == OPEN ? startsAt : endsAt;
  }

  /** Deterministic id of this transition, the same however often the input is processed. */
  public String id() {
    return fingerprint + "-" + startsAt + "-" + revision;
  }
}
