package io.tocsin.deploy.benchmark.fleet;

/** Machines as they are found, by what they show and how often. */
public enum FleetKind {
  /** 38 metrics of a server, each minute: few are hit by a fault. */
  SERVER(38, 60_000, 20_000, 10, 15, 300),
  /** 25 metrics of a node among others: long faults that hit many. */
  CLUSTER(25, 60_000, 16_000, 7, 100, 900),
  /** 51 metrics of a process: tanks, pumps, switches, each second. */
  PROCESS(51, 1_000, 30_000, 10, 100, 900),
  /** 8 metrics of a small machine, each second: short, one fault. */
  RIG(8, 1_000, 1_200, 1, 200, 420),
  /** 30 columns of telemetry: few move, most are switches. */
  TELEMETRY(30, 60_000, 8_000, 4, 30, 300),
  /** 10 metrics of a service, each five minutes, with days and weeks. */
  SERVICE(10, 300_000, 12_000, 8, 6, 150),
  /** 6 metrics of a building, each hour. */
  BUILDING(6, 3_600_000, 6_000, 6, 6, 72);

  final int metrics;
  final long intervalMs;
  final int rows;
  final int spells;
  final int shortest;
  final int longest;

  FleetKind(int metrics, long intervalMs, int rows, int spells, int shortest, int longest) {
    this.metrics = metrics;
    this.intervalMs = intervalMs;
    this.rows = rows;
    this.spells = spells;
    this.shortest = shortest;
    this.longest = longest;
  }
}
