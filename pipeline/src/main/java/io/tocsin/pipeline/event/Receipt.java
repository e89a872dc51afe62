package io.tocsin.pipeline.event;

/**
 * What became of a notification at one endpoint of its receiver.
 *
 * @param notification id of the notification
 * @param receiver name of the receiver
 * @param endpoint which of the receiver's endpoints, such as one Alertmanager of several
 * @param delivered false if it was given up
 * @param reason why
 * @param detail for people; never holds a secret
 * @param attempts how often it was tried
 * @param createdAt event time of the notification, epoch milliseconds
 * @param at wall time of this receipt, epoch milliseconds
 */
public record Receipt(
    String notification,
    String receiver,
    String endpoint,
    boolean delivered,
    Outcome.Reason reason,
    String detail,
    int attempts,
    long createdAt,
    long at) {
  /** Deterministic id: a notification has one receipt at each endpoint. */
  public String id() {
    return notification + "@" + endpoint;
  }
}
