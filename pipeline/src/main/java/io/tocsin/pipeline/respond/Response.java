package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.event.Notification;

/** What the respond task writes. */
public sealed interface Response {
  /** An incident as it is now. */
  record Changed(Incident incident) implements Response {}

  /**
   * An alert that was made of others.
   *
   * @param shadow whether its rule is only being tried
   */
  record Composed(Alert alert, boolean shadow) implements Response {}

  /** A resolved incident is old enough to be forgotten: a tombstone. */
  record Forgotten(String incident) implements Response {}

  /** Something to tell. */
  record Told(Notification notification) implements Response {}
}
