package io.tocsin.deploy.benchmark.fleet;

import java.util.SplittableRandom;

/** What drives a machine: the hour, the week, load that comes and goes, a cycle of its own. */
final class Drivers {
  static final int COUNT = 5;

  private static final double DAY_MS = 86_400_000;

  private final double[] now = new double[COUNT];
  private final SplittableRandom random;
  private final double phase;
  private final double cycle;
  private final double jitter;
  private double turned;

  Drivers(SplittableRandom random) {
    this.random = random;
    this.phase = random.nextDouble();
    this.cycle = 150 + 500 * random.nextDouble();
    this.jitter = 0.3 * random.nextDouble();
  }

  double[] next(long timeMs) {
    double day = timeMs / DAY_MS + phase;
    double weekend = Math.floorMod((long) day, 7L) >= 5 ? 0.5 : 1;
    now[0] = weekend * (1.2 * Math.sin(2 * Math.PI * day) + 0.4 * Math.sin(4 * Math.PI * day + 1));
    now[1] = 0.98 * now[1] + 0.14 * random.nextGaussian();
    now[2] = 0.7 * now[2] + 0.5 * random.nextGaussian();
    now[3] = 0.998 * now[3] + 0.05 * random.nextGaussian();
    turned += (1 + jitter * random.nextGaussian()) / cycle;
    now[4] = 1.3 * Math.sin(2 * Math.PI * turned);
    return now;
  }
}
