package io.tocsin.pipeline.deliver;

/**
 * One address of a receiver. A receiver with several tells each of them everything, independently.
 *
 * @param name unique among all receivers' endpoints; part of the stored state, so it stays the same
 *     across restarts
 * @param keepsAlerts true for systems that keep each alert until it is not repeated any more, such
 *     as an Alertmanager: they are told the state of each alert again and again. False for those
 *     that are told once
 */
public record Endpoint(String name, boolean keepsAlerts) {
  public Endpoint {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an endpoint's name must not be empty");
    }
  }
}
