package io.tocsin.pipeline.event;

/** Life of an incident. */
public enum IncidentStatus {
  OPEN,
  ACKNOWLEDGED,
  RESOLVED
}
