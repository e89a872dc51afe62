package io.tocsin.connectors.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;

/** Runs worlds, many at a time: each of them mostly waits for a thread to wake up. */
final class Simulation {
  private static final int PARALLEL = 4 * Runtime.getRuntime().availableProcessors();

  private Simulation() {}

  /**
   * Runs so many seeds.
   *
   * @throws AssertionError of one that failed
   */
  static void run(long first, long seeds) {
    AtomicLong next = new AtomicLong(first);
    List<Future<@Nullable AssertionError>> all = new ArrayList<>();
    ExecutorService pool = pool();
    try {
      for (int i = 0; i < PARALLEL; i++) {
        all.add(pool.submit(() -> worlds(next, first + seeds, Set.of())));
      }
      for (Future<@Nullable AssertionError> one : all) {
        AssertionError failed = get(one);
        if (failed != null) {
          throw failed;
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** For each weakness the first seed, from 1, that notices it; 0 if none of so many does. */
  static Map<SimWeakness, Long> noticed(long tries) {
    Map<SimWeakness, Future<Long>> all = new TreeMap<>();
    ExecutorService pool = pool();
    try {
      for (SimWeakness weakness : SimWeakness.values()) {
        all.put(
            weakness,
            pool.submit(
                () -> {
                  AtomicLong next = new AtomicLong(1);
                  boolean failed = worlds(next, tries + 1, Set.of(weakness)) != null;
                  return failed ? next.get() - 1 : 0;
                }));
      }
      Map<SimWeakness, Long> seeds = new TreeMap<>();
      all.forEach((weakness, seed) -> seeds.put(weakness, get(seed)));
      return seeds;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Takes seeds until one fails. */
  private static @Nullable AssertionError worlds(AtomicLong next, long end, Set<SimWeakness> weak) {
    ExecutorService threads = pool();
    try {
      for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
        new SimWorld(seed, weak, threads).run();
      }
      return null;
    } catch (AssertionError e) {
      return e;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T extends @Nullable Object> T get(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ExecutorService pool() {
    return Executors.newCachedThreadPool(
        run -> {
          Thread thread = new Thread(run, "simulated");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** A lane warns of each failure, and here it fails all the time. */
  static void log(@Nullable Level level) {
    for (Class<?> c : List.of(Lane.class, OwnedShards.class, Restore.class, ToldNotices.class)) {
      Configurator.setLevel(c, level);
    }
  }

  /** Seeds and first seed as arguments; or none, to tell how soon each weakness is noticed. */
  public static void main(String[] args) {
    log(Level.OFF);
    if (args.length == 0) {
      noticed(1000)
          .forEach((w, seed) -> System.out.println(w.invariant + " " + w + ": seed " + seed));
      return;
    }
    long began = System.nanoTime();
    run(args.length > 1 ? Long.parseLong(args[1]) : 1, Long.parseLong(args[0]));
    System.out.println(args[0] + " seeds, " + (System.nanoTime() - began) / 1_000_000 + " ms");
  }
}
