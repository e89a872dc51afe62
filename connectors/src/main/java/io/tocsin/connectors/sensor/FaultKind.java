package io.tocsin.connectors.sensor;

import java.util.Locale;

/** What can be wrong with a simulated pump. */
public enum FaultKind {
  /** The pressure shoots up for seconds: a valve slams. */
  SPIKE(Pump.PRESSURE, 6),
  /** The bearing is worn: vibration at several times its level, with strong noise. */
  BEARING(Pump.VIBRATION, 15),
  /** The pipe leaks: the pressure falls to half within seconds. */
  LEAK(Pump.PRESSURE, 15),
  /** The cooling fails: the temperature climbs steadily. */
  OVERHEAT(Pump.TEMPERATURE, 20),
  /** The transmitter is dead: it shows the lower end of its range, without any noise. */
  STUCK(Pump.VIBRATION, 15),
  /** The pump's sensors are silent. */
  DROPOUT("*", 25);

  private final String metric;
  private final int seconds;

  FaultKind(String metric, int seconds) {
    this.metric = metric;
    this.seconds = seconds;
  }

  /** Metric that shows it; {@code *} for all. */
  public String metric() {
    return metric;
  }

  /** How long it lasts. */
  public int seconds() {
    return seconds;
  }

  /** As the truth file has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
