package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Alert;

/** What an endpoint is to know of one alert. Mutable; live in its table. */
final class BoardAlert {
  static final long NEVER = Long.MIN_VALUE;

  final String endpoint;
  final String receiver;
  Alert alert;

  /** The notification that brought it, for the receipt. */
  String notification;

  long createdAt;

  /** Wall time at which its end came, {@link #NEVER} while it is active. */
  long endedAt = NEVER;

  /** Wall time of the last acknowledged sending, {@link #NEVER} if this state was not sent yet. */
  long sentAt = NEVER;

  int attempts;

  BoardAlert(String endpoint, String receiver, Alert alert, String notification) {
    this.endpoint = endpoint;
    this.receiver = receiver;
    this.alert = alert;
    this.notification = notification;
  }

  boolean isNews() {
    return sentAt == NEVER;
  }
}
