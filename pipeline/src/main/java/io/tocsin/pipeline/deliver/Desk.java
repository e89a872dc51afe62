package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;

/** Serves one endpoint. Used by the lane's thread only. */
interface Desk {
  /** Something to tell. */
  void accept(Notification notification, long wall);

  /** An attempt ended. */
  void answer(long ticket, Outcome outcome, long wall);

  /** Time moved: gives up what is too old and starts what is due. */
  void pump(long wall);
}
