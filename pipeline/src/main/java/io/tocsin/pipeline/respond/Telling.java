package io.tocsin.pipeline.respond;

/**
 * How a receiver wants its groups told. Immutable.
 *
 * @param changesOnly true for receivers that keep the state of each alert themselves, such as an
 *     Alertmanager: they are told each change at once, in several messages if need be, and nothing
 *     is repeated. False for people: they are told the whole group as it is, again after the repeat
 *     interval, and beyond {@code maxAlerts} how many were left out
 * @param maxAlerts most alerts in one message
 */
public record Telling(boolean changesOnly, int maxAlerts) {
  /** For people. */
  public static final Telling GROUPS = new Telling(false, 100);

  /** For systems that keep the state of each alert. */
  public static final Telling CHANGES = new Telling(true, 256);

  public Telling {
    if (maxAlerts < 1) {
      throw new IllegalArgumentException("max_alerts must be at least 1, is " + maxAlerts);
    }
  }
}
