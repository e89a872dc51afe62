package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Notification;

/** A notification that waits for one endpoint. Mutable; live in its table. */
final class OutboxEntry {
  final String endpoint;
  final Notification notification;

  /** Wall time of its arrival. */
  final long since;

  int attempts;

  /** Wall time before which it is not tried again. */
  long nextAt;

  OutboxEntry(String endpoint, Notification notification, long since) {
    this.endpoint = endpoint;
    this.notification = notification;
    this.since = since;
  }
}
