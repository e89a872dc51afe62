package io.tocsin.pipeline.anomaly;

import java.util.Locale;

/**
 * Why a reading is a finding. Immutable.
 *
 * @param channel what was surprised most
 * @param surprise in nats
 * @param value the value judged: of a counter, its rate per second
 * @param expected the forecast
 * @param low low end of the expected band
 * @param high high end of the expected band
 * @param seasonal what is usual at this time of day, or of the week
 * @param counter whether the series is a counter
 * @param readings how many readings were learned from
 */
public record Explanation(
    Channel channel,
    double surprise,
    double value,
    double expected,
    double low,
    double high,
    double seasonal,
    boolean counter,
    int readings) {

  /** One sentence for people. */
  public String sentence() {
    StringBuilder text = new StringBuilder(160);
    text.append(channel.words()).append(": ").append(counter ? "rate " : "value ");
    text.append(number(value));
    if (channel == Channel.STUCK) {
      text.append(" no longer changes");
    } else {
      text.append(", expected ").append(number(low)).append(" to ").append(number(high));
    }
    text.append(", usual at this time ").append(number(seasonal));
    text.append(", surprise ").append(String.format(Locale.ROOT, "%.1f", surprise));
    return text.append(" nats").toString();
  }

  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
