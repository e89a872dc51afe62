package io.tocsin.pipeline.anomaly;

/**
 * From the channels' nats to the one scale of all detectors: surprise = −ln p, where p is the rate,
 * per reading of a healthy series, of findings at least as odd.
 *
 * <p>The rate is one of time: a reading that stands for more than ten seconds counts as the
 * ten-second readings in it, up to five minutes' worth ({@link Settings#falseAlarmsAt}).
 *
 * <p>Channels that see the same thing (a spike is a value, a change and a seasonal residual) form a
 * group, of which the strongest counts and the others add little; groups that agree add more. The
 * result is brought to scale by what healthy series of many kinds give at intervals from ten
 * seconds to an hour: the bar falls with the logarithm of the interval, down to five minutes.
 */
final class Scale {
  /** The part of a smoothed deviation that a reading replaces. */
  static final double SMOOTHING = 0.3;

  /** Deviations that are usual, and the most that counts beyond them. */
  private static final double USUAL_Z = 2;

  private static final double MAX_Z = 18;

  /** Nats that one deviation beyond the usual counts in a score. */
  private static final double NATS_PER_DEVIATION = 6;

  private static final double APART_WEIGHT = 4;
  private static final double UNREST_WEIGHT = 8;

  /** Below the threshold, a score is half of it at so many nats. */
  private static final double SCORE_NATS = 60;

  private static final double WITHIN_GROUP = 0.1;
  private static final double ACROSS_GROUPS = 0.25;

  /** The surprise to which the bars below belong: one finding in 100,000 readings. */
  private static final double REFERENCE = Math.log(100_000);

  private static final double SPARSE_MS = 300_000;
  private static final double DENSE_MS = 10_000;
  private static final double SPARSE_BAR = 4.8;
  private static final double BAR_PER_NAT = 1.65;

  /** A series of fewer readings has seen too little of itself: its bar is higher. */
  private static final double YOUTH = 650;

  /** So it is until two days have shown their rhythm; but by so many nats at most. */
  private static final double YOUTH_MS = 2 * 86_400_000.0;

  private static final double MOST_EARLY = 2;

  private Scale() {}

  /**
   * What a finding's surprise must be, in thresholds, to be one for which readings at that interval
   * were not counted as more: 1 at ten seconds.
   */
  static double strictness(double intervalMs) {
    return bar(DENSE_MS) / bar(intervalMs);
  }

  private static double bar(double intervalMs) {
    return SPARSE_BAR + BAR_PER_NAT * Math.log(SPARSE_MS / DENSE_MS / weight(intervalMs));
  }

  /** How many ten-second readings a reading at that interval counts as, 1 to 30. */
  static double weight(double intervalMs) {
    return Math.min(Math.max(intervalMs, DENSE_MS), SPARSE_MS) / DENSE_MS;
  }

  /** The nats of all record channels together. */
  static double combine(double[] parts, boolean[] speaks) {
    double spike =
        group(
            part(parts, speaks, Channel.VALUE),
            part(parts, speaks, Channel.CHANGE),
            part(parts, speaks, Channel.SEASON));
    double slow =
        group(
            part(parts, speaks, Channel.AVERAGE),
            part(parts, speaks, Channel.SEASON_AVERAGE),
            part(parts, speaks, Channel.LEVEL));
    double spread =
        group(part(parts, speaks, Channel.SPREAD), part(parts, speaks, Channel.PATTERN), 0);
    double most = Math.max(spike, Math.max(slow, spread));
    return most + ACROSS_GROUPS * (spike + slow + spread - most);
  }

  private static double part(double[] parts, boolean[] speaks, Channel channel) {
    return speaks[channel.index] ? parts[channel.index] : 0;
  }

  private static double group(double a, double b, double c) {
    double most = Math.max(a, Math.max(b, c));
    return most + WITHIN_GROUP * (a + b + c - most);
  }

  /** The surprise of so many nats in a series with that interval, length and age. */
  static double surprise(double nats, double intervalMs, int readings, double ageMs) {
    if (nats <= 0) {
      return 0;
    }
    return Math.max(0, nats - youth(readings, ageMs)) * REFERENCE / bar(intervalMs);
  }

  /** How far a deviation lies beyond the usual. */
  static double beyondUsual(double z) {
    return Math.min(Math.max(0, Math.abs(z) - USUAL_Z), MAX_Z);
  }

  /** Nats of what is kept in mind and of the deviation beyond the usual together. */
  static double level(double held, double beyond) {
    return held + NATS_PER_DEVIATION * beyond;
  }

  /**
   * Nats of a sensor: what its members keep in mind, how they part from each other, and how much
   * they move.
   */
  static double together(double held, double apart, double unrest) {
    return held + APART_WEIGHT * apart + UNREST_WEIGHT * unrest;
  }

  /** The score of what is no new finding: ranks how far from normal it is, below the threshold. */
  static double below(double threshold, double nats) {
    return threshold * nats / (nats + SCORE_NATS);
  }

  private static double youth(int readings, double ageMs) {
    double few = readings < YOUTH ? Math.log(YOUTH / readings) : 0;
    if (ageMs >= YOUTH_MS) {
      return few;
    }
    double early = 2 * Math.log(YOUTH_MS / Math.max(ageMs, 1));
    return Math.max(few, Math.min(early, MOST_EARLY));
  }
}
