package io.tocsin.deploy.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.connectors.kafka.KeyPartitions;
import io.tocsin.pipeline.correlate.CompositeStage;
import io.tocsin.pipeline.detect.RuleTrace;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.MarkRead;
import io.tocsin.pipeline.flow.Rejection;
import io.tocsin.pipeline.state.States;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Runs one or more versions of rules over the same events: the stages of {@link
 * io.tocsin.pipeline.way.Way}, state in memory, virtual time, no Kafka. Events are spread over
 * shards exactly as the worker's topics would spread them, so that the same alerts come out as from
 * a replay. For one thread; {@link #close} ends it early.
 */
public final class Backtest implements AutoCloseable {
  private static final int BATCH = 1000;

  private final long wall;
  private final @Nullable RuleTrace trace;
  private final int partitions;
  private final List<BacktestRules> rules;
  private final List<List<BacktestShard>> versions = new ArrayList<>();
  private final List<CompletableFuture<Void>> running = new ArrayList<>();
  private final ExecutorService threads;
  private final List<List<Input>> filling = new ArrayList<>();
  private final Map<SensorId, Integer> places = new HashMap<>();
  private long events;

  /**
   * Starts the shards.
   *
   * @param partitions as the events topic would have
   * @param wall the time at which all events count as appended, epoch milliseconds: no event may
   *     claim to be later than that and {@code max_future_skew}
   */
  public Backtest(List<BacktestRules> rules, int partitions, long wall) {
    this(rules, partitions, wall, null);
  }

  private Backtest(
      List<BacktestRules> rules, int partitions, long wall, @Nullable RuleTrace trace) {
    this.rules = List.copyOf(rules);
    this.wall = wall;
    this.trace = trace;
    this.partitions = partitions;
    threads =
        Executors.newFixedThreadPool(
            rules.size() * partitions,
            run -> {
              Thread thread = new Thread(run, "backtest");
              thread.setDaemon(true);
              return thread;
            });
    for (BacktestRules version : rules) {
      List<BacktestShard> shards = new ArrayList<>();
      for (int p = 0; p < partitions; p++) {
        BacktestShard shard = new BacktestShard(p, version, wall, sees(p) ? trace : null);
        shards.add(shard);
        running.add(CompletableFuture.runAsync(shard, threads));
      }
      versions.add(shards);
    }
    for (int p = 0; p < partitions; p++) {
      filling.add(new ArrayList<>(BATCH));
    }
  }

  /** The same for one version of rules, one of which is followed. */
  public static Backtest following(
      RuleTrace trace, BacktestRules rules, int partitions, long wall) {
    return new Backtest(List.of(rules), partitions, wall, trace);
  }

  private boolean sees(int partition) {
    return trace != null && trace.sensor().map(of -> place(of) == partition).orElse(true);
  }

  /** One event, in the order of the input. Waits while the shards are behind. */
  public void add(SensorEvent event) throws InterruptedException {
    events++;
    int p = place(event.sensor());
    List<Input> batch = filling.get(p);
    batch.add(new Arrival(event, wall, 0));
    if (batch.size() >= BATCH) {
      send(p);
    }
  }

  private int place(SensorId sensor) {
    return places.computeIfAbsent(
        sensor, id -> KeyPartitions.of(id.value().getBytes(UTF_8), partitions));
  }

  private void send(int p) throws InterruptedException {
    running.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(Backtest::join);
    List<Input> batch = filling.set(p, new ArrayList<>(BATCH));
    for (List<BacktestShard> shards : versions) {
      shards.get(p).put(batch);
    }
  }

  /** How many events were added. */
  public long events() {
    return events;
  }

  /** The input has ended: closes everything; one result for each version, in their order. */
  public List<BacktestResult> end() throws InterruptedException {
    for (int p = 0; p < partitions; p++) {
      filling.get(p).add(new MarkRead(new Mark("backtest", Mark.END), 0));
    }
    return finish(0);
  }

  /**
   * All of an input that goes on was added up to now: time goes on to the wall clock's, as in a
   * worker that has read everything; one result for each version, in their order. Asks for {@link
   * BacktestRules} whose windows follow the wall clock.
   */
  public List<BacktestResult> caughtUp() throws InterruptedException {
    return finish(1 + places.size() / BATCH);
  }

  private List<BacktestResult> finish(int looksAtTheClock) throws InterruptedException {
    for (int p = 0; p < partitions; p++) {
      send(p);
      for (List<BacktestShard> shards : versions) {
        shards.get(p).end(looksAtTheClock);
      }
    }
    running.forEach(Backtest::join);
    close();
    List<BacktestResult> results = new ArrayList<>();
    for (int v = 0; v < versions.size(); v++) {
      results.add(result(versions.get(v), rules.get(v)));
    }
    return results;
  }

  private static void join(CompletableFuture<Void> shard) {
    try {
      shard.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private BacktestResult result(List<BacktestShard> shards, BacktestRules rules) {
    List<Alert> alerts = new ArrayList<>();
    List<Alert> shadow = new ArrayList<>();
    Map<Rejection.Reason, Long> rejected = new EnumMap<>(Rejection.Reason.class);
    for (BacktestShard shard : shards) {
      alerts.addAll(shard.alerts());
      shadow.addAll(shard.shadow());
      shard.rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
    }
    BacktestMerge merged = new BacktestMerge(rules, shards, wall, trace).run();
    alerts.addAll(merged.alerts());
    shadow.addAll(merged.shadow());
    CompositeStage stage = new CompositeStage(rules.composites(), States.inMemory());
    stage.apply(BacktestResult.sorted(alerts));
    List<Alert> composites = new ArrayList<>();
    stage.made().forEach(made -> (made.shadow() ? shadow : composites).add(made.alert()));
    return new BacktestResult(alerts, composites, shadow, rejected);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
