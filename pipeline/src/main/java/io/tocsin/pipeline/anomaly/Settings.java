package io.tocsin.pipeline.anomaly;

/**
 * What can be set of a detector. Immutable; the defaults are what ships.
 *
 * @param falseAlarms findings per reading of a healthy series that are accepted, in (0, 0.1]; see
 *     {@link #falseAlarmsAt} for series that are read less often than each ten seconds
 * @param method which detectors speak
 * @param warmUp readings before the first finding, 20 to 100000
 * @param rest readings over which a finding's shadow fades, 1 to 100000: a lesser surprise within
 *     it is the same finding
 */
public record Settings(double falseAlarms, Method method, int warmUp, int rest) {

  /** One false finding in 100,000 readings, all detectors. */
  public static final Settings DEFAULTS = new Settings(1e-5, Method.AUTO, 200, 300);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the setting, the value and what is accepted
   */
  public Settings {
    if (!(falseAlarms > 0 && falseAlarms <= 0.1)) {
      throw new IllegalArgumentException(
          "false_alarms: " + falseAlarms + " is not in (0, 0.1], e.g. 1/100000");
    }
    checkRange("warm_up", warmUp, 20, 100_000);
    checkRange("rest", rest, 1, 100_000);
  }

  private static void checkRange(String key, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(key + ": " + value + " is not in " + low + ".." + high);
    }
  }

  /** These settings with another rate of false alarms. */
  public Settings withFalseAlarms(double rate) {
    return new Settings(rate, method, warmUp, rest);
  }

  /** These settings with another method. */
  public Settings withMethod(Method other) {
    return new Settings(falseAlarms, other, warmUp, rest);
  }

  /**
   * The findings per reading that are accepted of a healthy series with that interval. A reading
   * that stands for more time counts as the ten-second readings in it, up to five minutes' worth:
   * people count false alarms by the day, and a series that is read each minute is to have as many
   * of them, and to be watched as closely, as one that is read each ten seconds.
   */
  public double falseAlarmsAt(double intervalMs) {
    return falseAlarms * Scale.weight(intervalMs);
  }

  /** The surprise, in nats, at which a finding begins: −ln of the accepted rate. */
  public double threshold() {
    return -Math.log(falseAlarms);
  }
}
