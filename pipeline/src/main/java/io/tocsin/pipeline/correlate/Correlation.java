package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Incident;
import org.jspecify.annotations.Nullable;

/** What correlation says. */
public sealed interface Correlation {
  /**
   * An alert, and the incident it belongs to as it is after it.
   *
   * @param incident null if it belongs to none: the end of something never seen to begin
   */
  record Joined(Alert alert, @Nullable Incident incident) implements Correlation {}

  /** A resolved incident is old enough to be forgotten. */
  record Forgotten(String incident) implements Correlation {}
}
