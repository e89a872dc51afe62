package io.tocsin.pipeline.anomaly;

/**
 * What {@link EntityDetector#close} says about one time step of a sensor. One holder is filled
 * again and again. Not thread-safe.
 */
public final class EntityFinding {
  double surprise;
  double score;
  int reported;
  int inNovelty;
  boolean agrees;
  Grade grade = Grade.EVIDENCE;
  String strongest = "";
  String second = "";
  double strongestShare;
  double secondShare;

  /** −ln of the chance of such a step in a healthy sensor, in nats; at least 0. */
  public double surprise() {
    return surprise;
  }

  /**
   * How odd the sensor is at this step, in nats: at or above the threshold for a new finding, below
   * it and yet high while the sensor stays odd.
   */
  public double score() {
    return score;
  }

  /** Members that reported in this step. */
  public int reported() {
    return reported;
  }

  /** Members that lately were surprised on their own. */
  public int inNovelty() {
    return inNovelty;
  }

  /** Whether several members agree that the sensor is odd. */
  public boolean agrees() {
    return agrees;
  }

  /** How much a finding weighs: more than evidence if it keeps growing or members agree. */
  public Grade grade() {
    return grade;
  }

  /** The metric that contributed most, and the next; empty if none did. */
  public String contributions() {
    if (strongest.isEmpty()) {
      return "";
    }
    String first = strongest + " " + Math.round(100 * strongestShare) + " %";
    return second.isEmpty()
        ? first
        : first + ", " + second + " " + Math.round(100 * secondShare) + " %";
  }
}
