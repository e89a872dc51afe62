package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How the metrics of one sensor go together: the main directions in which they move as one, learned
 * step by step (candid covariance-free incremental PCA: Weng, Zhang and Hwang, IEEE PAMI 2003), and
 * for each metric what they leave unexplained, against what they usually leave. A load that moves
 * all metrics at once explains itself; a metric that parts from the others does not.
 *
 * <p>Time and memory per metric and step are constant: at most {@value #MOST_DIRECTIONS}
 * directions.
 */
final class Together {
  private static final int MOST_DIRECTIONS = 8;
  private static final double CLIP = 4;

  /** The part of a direction that a step replaces, once it has been learned. */
  private static final double RATE = 0.0005;

  private static final double NONE = 1e-9;

  /** How long a direction is at first, in steps. */
  private static final double START = 1e-3;

  private static final double FADES = 0.98;
  private static final double SMOOTHING = 0.3;

  private int members;
  private int directions;
  private long steps;

  /**
   * By direction, then member: length is strength. Each is a float, kept as it is reckoned with.
   */
  private double[][] axis = new double[0][0];

  /** Of each direction its squared length. Not state. */
  private double[] squares = new double[0];

  private float[] place = new float[0];
  private Rest[] rests = new Rest[0];
  private double apart;
  private double unrest;

  /** Which members were told of in the open step. */
  private boolean[] present = new boolean[0];

  /** Of the step that is closed. Not state. */
  private double[] left = new double[0];

  private double[] learned = new double[0];
  private double alongLeft;
  private double alongLearned;

  /** Makes room for so many members. */
  void grow(int count) {
    if (count <= members) {
      return;
    }
    int wanted = count < 2 ? 0 : Math.min(MOST_DIRECTIONS, count / 2);
    double[][] axes = new double[wanted][];
    for (int d = 0; d < wanted; d++) {
      axes[d] = d < directions ? Arrays.copyOf(axis[d], count) : new double[count];
    }
    axis = axes;
    squares = Arrays.copyOf(squares, wanted);
    directions = wanted;
    place = Arrays.copyOf(place, count);
    rests = Arrays.copyOf(rests, count);
    for (int m = members; m < count; m++) {
      rests[m] = new Rest();
    }
    present = Arrays.copyOf(present, count);
    left = new double[count];
    learned = new double[count];
    members = count;
  }

  /** Tells where a member is in this step, in deviations from its usual place. */
  void put(int member, double z) {
    place[member] = (float) Math.max(-CLIP, Math.min(z, CLIP));
    present[member] = true;
  }

  /** Ends the step: {@link #apart} and {@link #unrest} then tell. */
  void close() {
    for (int m = 0; m < members; m++) {
      place[m] = present[m] ? place[m] : (float) (FADES * place[m]);
      left[m] = place[m];
      learned[m] = place[m];
    }
    steps++;
    double rate = Math.max(RATE, 2.0 / (steps + 1));
    if (directions > 0) {
      look(axis[0]);
    }
    for (int d = 0; d < directions; d++) {
      follow(d, rate);
    }
    judge();
    Arrays.fill(present, false);
  }

  /** How far the step goes along a direction. */
  private void look(double[] direction) {
    double ofLeft = 0;
    double ofLearned = 0;
    for (int m = 0; m < members; m++) {
      double a = direction[m];
      ofLeft += a * left[m];
      ofLearned += a * learned[m];
    }
    alongLeft = ofLeft;
    alongLearned = ofLearned;
  }

  /**
   * Takes out of the step what this direction explains, turns it to the step; looks at the next.
   */
  private void follow(int d, double rate) {
    double[] direction = axis[d];
    double[] unexplained = left;
    double[] unlearned = learned;
    int count = members;
    double square = squares[d];
    double length = Math.sqrt(square);
    boolean known = length >= NONE;
    double share = known ? alongLeft / square : 0;
    double keep = known ? 1 - rate : 0;
    double pull = known ? rate * alongLearned / length : START;
    double turnedSquare = 0;
    double turnedAlong = 0;
    for (int m = 0; m < count; m++) {
      double a = direction[m];
      unexplained[m] -= share * a;
      double turned = (float) (keep * a + pull * unlearned[m]);
      direction[m] = turned;
      turnedSquare += turned * turned;
      turnedAlong += turned * unlearned[m];
    }
    squares[d] = turnedSquare;
    boolean last = d + 1 == directions;
    if (turnedSquare > NONE * NONE) {
      forget(direction, turnedAlong / turnedSquare, last ? direction : axis[d + 1]);
    } else if (!last) {
      look(axis[d + 1]);
    }
  }

  /** Takes out of what is learned what a direction has learned; looks at the next on the way. */
  private void forget(double[] direction, double rest, double[] next) {
    double[] unexplained = left;
    double[] unlearned = learned;
    int count = members;
    double ofLeft = 0;
    double ofLearned = 0;
    for (int m = 0; m < count; m++) {
      double a = next[m];
      double remains = unlearned[m] - rest * direction[m];
      unlearned[m] = remains;
      ofLeft += a * unexplained[m];
      ofLearned += a * remains;
    }
    alongLeft = ofLeft;
    alongLearned = ofLearned;
  }

  private void judge() {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int m = 0; m < members; m++) {
      if (present[m]) {
        sum += rests[m].take(left[m]);
        squares += rests[m].z() * rests[m].z();
        count++;
      }
    }
    apart += SMOOTHING * (sum - apart);
    if (count > 0) {
      unrest += SMOOTHING * (Math.sqrt(squares / count) - unrest);
    }
  }

  /** Nats by which the metrics lately part from each other, beyond the usual, summed. */
  double apart() {
    return apart;
  }

  /** Root mean square of what is unexplained, in units of what usually is, lately. */
  double unrest() {
    return unrest;
  }

  /** Nats by which that member lately parts from the others. */
  double apart(int member) {
    return rests[member].nats();
  }

  int size() {
    return 8 + 8 + 8 + 2 * 4 + members * (4 * directions + 4 + 1 + Rest.BYTES);
  }

  void write(ByteBuffer out) {
    out.putLong(steps).putDouble(apart).putDouble(unrest).putInt(members).putInt(directions);
    for (int m = 0; m < members; m++) {
      for (int d = 0; d < directions; d++) {
        out.putFloat((float) axis[d][m]);
      }
      out.putFloat(place[m]).put((byte) (present[m] ? 1 : 0));
      rests[m].write(out);
    }
  }

  void read(ByteBuffer in) {
    State.checkSize("entity detector", in, 8 + 8 + 8 + 2 * 4);
    steps = in.getLong();
    apart = in.getDouble();
    unrest = in.getDouble();
    int count = in.getInt();
    int stored = in.getInt();
    State.checkSize("entity detector", in, count * (4 * stored + 4 + 1 + Rest.BYTES));
    grow(count);
    for (int m = 0; m < members; m++) {
      for (int d = 0; d < directions; d++) {
        axis[d][m] = in.getFloat();
      }
      place[m] = in.getFloat();
      present[m] = in.get() != 0;
      rests[m].read(in);
    }
    for (int d = 0; d < directions; d++) {
      for (double a : axis[d]) {
        squares[d] += a * a;
      }
    }
  }
}
