package io.tocsin.deploy.benchmark.plant;

/** Five ways in which a series goes wrong, in units of its usual spread. */
public enum Fault {
  /** Three readings far off. */
  SPIKE,
  /** A new level. */
  SHIFT,
  /** A slow climb. */
  DRIFT,
  /** The value no longer changes. */
  STUCK,
  /** The noise grows. */
  UNREST;

  /** How long it lasts, in readings: two hours, a spike half a minute. */
  int length() {
    return this == SPIKE ? 3 : 720;
  }

  /**
   * What the sensor shows.
   *
   * @param healthy what it would show
   * @param since readings since the fault began
   * @param frozen what it showed before
   */
  double shown(double healthy, double spread, int since, double frozen) {
    return switch (this) {
      case SPIKE -> healthy + 12 * spread;
      case SHIFT -> healthy + 6 * spread;
      case DRIFT -> healthy + 12 * spread * since / length();
      case STUCK -> frozen;
      case UNREST -> healthy + (since % 2 == 0 ? 5 : -5) * spread * ((since * 7 % 11) / 11.0);
    };
  }
}
