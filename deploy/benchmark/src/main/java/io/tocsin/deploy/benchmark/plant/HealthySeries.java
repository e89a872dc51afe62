package io.tocsin.deploy.benchmark.plant;

import java.util.SplittableRandom;

/** One healthy series, reading by reading, at any even pace; the same for the same seed. */
final class HealthySeries {
  static final long STEP_MS = 10_000;
  static final int PER_DAY = 8640;

  private static final double DAY_MS = 86_400_000;
  private static final double[] SINE = sine();

  private final HealthyKind kind;
  private final long intervalMs;

  /** Ten-second steps in an interval. */
  private final double tens;

  private final SplittableRandom random;
  private final double level;
  private final double deviation;
  private final double amplitude;
  private final double phase;
  private final boolean heavy;
  private double memory;
  private double burst;
  private double step;
  private int left;
  private double total;

  /** At ten seconds. */
  HealthySeries(HealthyKind kind, long seed) {
    this(kind, seed, STEP_MS);
  }

  HealthySeries(HealthyKind kind, long seed, long intervalMs) {
    this.intervalMs = intervalMs;
    this.tens = intervalMs / (double) STEP_MS;
    this.kind = kind;
    this.random = new SplittableRandom(seed);
    this.level = 50 + 50 * random.nextDouble();
    this.deviation = 0.5 + 2 * random.nextDouble();
    this.amplitude = deviation * (2 + 10 * random.nextDouble());
    this.phase = random.nextInt(PER_DAY) / (double) PER_DAY;
    this.heavy = random.nextBoolean();
    this.total = random.nextInt(1_000_000);
  }

  /** How much it usually moves: what a fault is measured by. */
  double spread() {
    return switch (kind) {
      case DAILY, WEEKLY -> Math.max(amplitude, deviation);
      case COUNTER -> 100;
      default -> deviation;
    };
  }

  double next(int reading) {
    double noise = random.nextGaussian();
    return switch (kind) {
      case WHITE_NOISE -> level + deviation * noise;
      case DAILY -> daily(reading, noise);
      case WEEKLY -> weekly(reading) + deviation * noise;
      case RANDOM_WALK -> walk(noise);
      case BURSTS -> bursts() + deviation * noise;
      case COUNTER -> counter(reading, noise);
      case MAINTENANCE -> maintenance(noise);
    };
  }

  private double daily(int reading, double noise) {
    memory = 0.7 * memory + 0.7 * noise;
    double rhythm = sine(day(reading) + phase) + 0.3 * sine(2 * day(reading) + phase);
    return level + amplitude * rhythm + deviation * memory;
  }

  private double weekly(int reading) {
    double share = (long) day(reading) % 7 >= 5 ? 0.4 : 1;
    return level + share * amplitude * (1 + sine(day(reading) + phase));
  }

  private double walk(double noise) {
    memory += 0.05 * Math.sqrt(tens) * deviation * noise;
    return level + memory;
  }

  private double bursts() {
    if (left > 0) {
      left--;
    } else if (random.nextDouble() < Math.min(0.1, tens / 360)) {
      left = last(1, 30);
      double height = heavy ? Math.exp(0.7 * random.nextGaussian()) : random.nextExponential();
      burst = 10 * deviation * height;
    }
    return level + (left > 0 ? burst : 0);
  }

  private double counter(int reading, double noise) {
    double rate = 200 * (1 + 0.5 * sine(day(reading) + phase));
    total += Math.max(0, Math.rint(rate + Math.sqrt(rate) * noise));
    if (random.nextDouble() < tens / 20_000) {
      total = 0;
    }
    return total;
  }

  private double maintenance(double noise) {
    if (left > 0) {
      left--;
    } else if (random.nextDouble() < tens / 25_000) {
      left = last(180, 720);
      step = -level * (0.3 + 0.7 * random.nextDouble());
    }
    return left > 0 ? level + step + 0.3 * deviation * noise : level + deviation * noise;
  }

  private int last(int least, int more) {
    return (int) Math.max(1, (least + random.nextInt(more)) / tens);
  }

  private double day(int reading) {
    return reading * (intervalMs / DAY_MS);
  }

  private static double sine(double turns) {
    return SINE[(int) ((turns - Math.floor(turns)) * PER_DAY)];
  }

  private static double[] sine() {
    double[] table = new double[PER_DAY];
    for (int i = 0; i < PER_DAY; i++) {
      table[i] = Math.sin(2 * Math.PI * i / PER_DAY);
    }
    return table;
  }
}
