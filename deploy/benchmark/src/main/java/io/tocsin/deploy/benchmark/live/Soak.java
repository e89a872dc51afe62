package io.tocsin.deploy.benchmark.live;

import io.tocsin.deploy.benchmark.harness.Broker;
import io.tocsin.deploy.benchmark.harness.ContestSettings;
import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.RunPlace;
import io.tocsin.deploy.benchmark.harness.RunPlace.Job;
import io.tocsin.deploy.benchmark.harness.Topics;
import io.tocsin.deploy.benchmark.live.TransitionLog.Fate;
import io.tocsin.deploy.benchmark.report.Percentiles;
import java.util.ArrayList;
import java.util.List;

/** One system under an even load for a long time: does anything grow? */
public final class Soak {
  private static final int PARTITIONS = 4;
  private static final long PIECE_MILLIS = 30_000;

  private Soak() {}

  /**
   * What a stretch of half a minute showed.
   *
   * @param endSeconds its end, from the start of what is measured
   * @param append latency of what was caused in it, from append to append, ms
   * @param rssMib most memory
   * @param cores mean
   * @param lag most readings sent and not committed
   */
  public record Piece(long endSeconds, Percentiles append, double rssMib, double cores, long lag) {}

  /** All stretches, and the whole. */
  public record Course(LiveResult whole, List<Piece> pieces) {}

  /** Runs the system with a broker of its own. */
  public static Course run(Contestant system, ContestSettings settings, LiveSettings live) {
    String java = settings.jdk().resolve("bin/java").toString();
    try (Broker broker = Broker.start(settings.folder(), java);
        Topics topics = new Topics(broker.bootstrap())) {
      String id = system.id() + "-soak";
      RunPlace place =
          new RunPlace(
              id,
              broker.bootstrap(),
              id + "-in",
              PARTITIONS,
              settings.folder().resolve(id),
              Job.ALERTS);
      LiveRun run = new LiveRun(topics, settings, live);
      LiveResult whole = run.of(system, place, Disturbance.NONE);
      return new Course(whole, pieces(run.vitals(), run.fates(), live));
    }
  }

  static List<Piece> pieces(List<Vitals> vitals, List<Fate> fates, LiveSettings live) {
    List<Piece> pieces = new ArrayList<>();
    if (vitals.isEmpty()) {
      return pieces;
    }
    long end = vitals.get(vitals.size() - 1).atMillis();
    long begin = end - live.measured().toMillis();
    for (long from = begin; from < end; from += PIECE_MILLIS) {
      long start = from;
      long stop = Math.min(end, from + PIECE_MILLIS);
      List<Vitals> in =
          vitals.stream().filter(v -> v.atMillis() > start && v.atMillis() <= stop).toList();
      List<Fate> caused =
          fates.stream()
              .filter(f -> f.seen() > 0 && f.inputMillis() > start && f.inputMillis() <= stop)
              .toList();
      pieces.add(
          new Piece(
              (stop - begin) / 1_000,
              Percentiles.of(caused, Fate::appendLatency),
              in.stream().mapToDouble(Vitals::rssMib).max().orElse(0),
              in.stream().mapToDouble(Vitals::cores).average().orElse(0),
              in.stream().mapToLong(Vitals::lag).max().orElse(0)));
    }
    return pieces;
  }
}
