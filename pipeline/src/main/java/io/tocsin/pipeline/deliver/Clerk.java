package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;

/** What desks report to: writes receipts and dead letters, and raises the alarm. */
interface Clerk {
  void delivered(String endpoint, Notification notification, Outcome outcome, int attempts);

  void givenUp(String endpoint, Notification notification, Outcome outcome, int attempts);

  /** The endpoint took something. */
  void healthy(String endpoint, long wall);

  /** The endpoint does not take what it should; told once until it is healthy again. */
  void alarming(String endpoint, Outcome outcome, long wall);
}
