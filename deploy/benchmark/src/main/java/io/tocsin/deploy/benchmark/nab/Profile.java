package io.tocsin.deploy.benchmark.nab;

/** What a hit, a false row and a miss weigh: NAB's three application profiles. */
public enum Profile {
  /** Even weights. */
  STANDARD(1, 0.11, 1),
  /** False alarms weigh double. */
  REWARD_LOW_FP(1, 0.22, 1),
  /** Misses weigh double. */
  REWARD_LOW_FN(1, 0.11, 2);

  final double hit;
  final double falseRow;
  final double miss;

  Profile(double hit, double falseRow, double miss) {
    this.hit = hit;
    this.falseRow = falseRow;
    this.miss = miss;
  }
}
