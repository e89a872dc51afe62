package io.tocsin.pipeline.event;

import java.util.List;

/**
 * One message for one receiver.
 *
 * @param id deterministic; the idempotency key at the receiver, the same on every attempt
 * @param receiver name of the receiver in the configuration
 * @param groupKey which alerts are told together
 * @param groupLabels the labels that all alerts of the group share by the route's {@code group_by}
 * @param alerts what to tell, active ones first
 * @param truncated how many alerts of the group were left out because the receiver takes no more in
 *     one message
 * @param incident id of the incident that caused it, or empty
 * @param createdAt event time at which it was decided, epoch milliseconds
 */
public record Notification(
    String id,
    String receiver,
    String groupKey,
    Labels groupLabels,
    List<Alert> alerts,
    int truncated,
    String incident,
    long createdAt) {
  /** Whether at least one of the alerts is still active: what receivers call firing. */
  public boolean firing() {
    return alerts.stream().anyMatch(alert -> alert.status().active());
  }
}
