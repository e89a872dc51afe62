package io.tocsin.deploy.benchmark.plant;

/** The kinds of healthy series. */
public enum HealthyKind {
  /** A level and normal noise. */
  WHITE_NOISE,
  /** A daily rhythm with a harmonic, and noise that remembers. */
  DAILY,
  /** A daily rhythm that is lower at weekends, and noise. */
  WEEKLY,
  /** A random walk. */
  RANDOM_WALK,
  /** Noise, and ten times an hour at most a burst of exponential or log-normal height. */
  BURSTS,
  /** A counter whose rate has a daily rhythm, and that starts again now and then. */
  COUNTER,
  /** Noise, and every few days maintenance: the level falls for half an hour to two and a half. */
  MAINTENANCE
}
