package io.tocsin.deploy.benchmark.fleet;

import java.util.SplittableRandom;

/** One metric of a machine: a mix of what drives the machine, seen through its own glass. */
final class Column {
  /** How a metric looks. */
  enum Look {
    GAUGE,
    BOUNDED,
    BURSTY,
    SPARSE,
    COUNTER,
    CONSTANT,
    SWITCH,
    SAWTOOTH,
    STEPPED
  }

  final Look look;
  private final double[] weights;
  private final double noise;
  private final double level;
  private final double size;
  private final SplittableRandom random;
  private double memory;
  private double burst;

  Column(Look look, int drivers, SplittableRandom random) {
    this.look = look;
    this.random = random;
    this.level = 10 + 200 * random.nextDouble();
    this.size = Math.exp(2 * random.nextGaussian());
    this.noise = 0.05 + 0.5 * random.nextDouble() * random.nextDouble();
    this.weights = new double[drivers];
    int main = random.nextInt(drivers);
    for (int d = 0; d < drivers; d++) {
      double weight = d == main ? 1 : random.nextInt(3) == 0 ? 0.5 : 0;
      weights[d] = random.nextInt(5) == 0 ? -weight : weight;
    }
  }

  double next(double[] drivers) {
    double mix = 0;
    for (int d = 0; d < weights.length; d++) {
      mix += weights[d] * drivers[d];
    }
    double shaken = mix + noise * random.nextGaussian();
    return switch (look) {
      case GAUGE -> level + size * shaken;
      case BOUNDED -> 100 / (1 + Math.exp(1 - shaken));
      case BURSTY -> size * Math.exp(0.6 * shaken) * bursts();
      case SPARSE -> random.nextInt(60) == 0 ? Math.rint(5 * random.nextExponential()) : 0;
      case COUNTER -> size * 50 * Math.exp(0.4 * shaken);
      case CONSTANT -> level;
      case SWITCH -> switched(mix);
      case SAWTOOTH -> sawtooth(mix);
      case STEPPED -> Math.rint(4 + 2 * shaken);
    };
  }

  private double bursts() {
    burst *= 0.7;
    if (random.nextInt(150) == 0) {
      burst = 2 * random.nextExponential();
    }
    return 1 + burst;
  }

  private double switched(double mix) {
    if (memory == 0 && mix > 0.4) {
      memory = 1;
    } else if (memory == 1 && mix < -0.4) {
      memory = 0;
    }
    return memory;
  }

  private double sawtooth(double mix) {
    memory += 0.01 * (1 + 0.3 * mix) * (0.5 + random.nextDouble());
    if (memory > 3 && random.nextInt(30) == 0) {
      memory = 0;
    }
    return level + size * memory;
  }
}
