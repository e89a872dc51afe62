package io.tocsin.pipeline.suppress;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Incident;
import org.jspecify.annotations.Nullable;

/** What suppression says. */
public sealed interface Decision {
  /**
   * An alert, and whether people are told.
   *
   * @param incident the incident it belongs to as it is after it, or null
   * @param reason {@link Reason#PASS} if they are told
   */
  record Decided(Alert alert, @Nullable Incident incident, Reason reason) implements Decision {}

  /** A resolved incident is old enough to be forgotten. */
  record Forgotten(String incident) implements Decision {}
}
