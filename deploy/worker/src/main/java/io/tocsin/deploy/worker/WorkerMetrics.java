package io.tocsin.deploy.worker;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tocsin.connectors.codec.EventSink.Skip;
import io.tocsin.connectors.kafka.LaneStats;
import io.tocsin.connectors.kafka.LaneStats.ShardProgress;
import io.tocsin.pipeline.detect.DetectStats;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The worker's metrics in Prometheus' text form. Reads counts that lanes keep anyway; costs them
 * nothing.
 */
final class WorkerMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  WorkerMetrics(Worker worker) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gc.bindTo(registry);
    worker.lanes().forEach((task, stats) -> lanes(task, stats));
    worker.lanes().keySet().forEach(task -> counts(task, worker.counts(task)));
    if (worker.lanes().containsKey("detect")) {
      detect(worker);
    }
    gauge("tocsin_state_live_bytes", worker, w -> w.state().cacheUsed());
    gauge("tocsin_state_native_bytes", worker, w -> w.state().nativeUsed());
    gauge("tocsin_partitions_held_back", worker, w -> w.heldBack().size());
    counter("tocsin_state_corrupted_total", worker, w -> w.state().corrupted());
  }

  String scrape() {
    return registry.scrape();
  }

  private void lanes(String task, LaneStats stats) {
    counter("tocsin_records_total", task, stats, LaneStats::records);
    counter("tocsin_outputs_total", task, stats, LaneStats::outputs);
    counter("tocsin_outputs_trimmed_total", task, stats, LaneStats::trimmedOutputs);
    counter("tocsin_commits_total", task, stats, LaneStats::commits);
    counter("tocsin_aborts_total", task, stats, LaneStats::aborts);
    counter("tocsin_lane_restarts_total", task, stats, LaneStats::restarts);
    gauge("tocsin_lag_records", task, stats, WorkerMetrics::lag);
    gauge("tocsin_shards_owned", task, stats, s -> s.shards().size());
    gauge("tocsin_shards_ready", task, stats, WorkerMetrics::ready);
    gauge("tocsin_restored_ratio", task, stats, WorkerMetrics::restored);
    gauge("tocsin_restored_bytes", task, stats, WorkerMetrics::restoredBytes);
  }

  private void counts(String task, TaskCounts counts) {
    for (Reason reason : Reason.values()) {
      FunctionCounter.builder("tocsin_dead_letters_total", counts, c -> c.rejections(reason))
          .tags("task", task, "reason", reason.word())
          .register(registry);
    }
    for (Skip skip : Skip.values()) {
      FunctionCounter.builder("tocsin_skipped_values_total", counts, c -> c.skips(skip))
          .tags("task", task, "reason", skip.name().toLowerCase(java.util.Locale.ROOT))
          .register(registry);
    }
    for (String decision : DECISIONS) {
      FunctionCounter.builder(
              "tocsin_decisions_total", counts, c -> c.decisions().getOrDefault(decision, 0L))
          .tags("task", task, "decision", decision)
          .register(registry);
    }
  }

  /**
   * Every word that {@link TaskCounts#decided} is called with is known before the first scrape, so
   * that a rate starts at zero.
   */
  private static final java.util.List<String> DECISIONS = Decisions.all();

  private void detect(Worker worker) {
    windows("tocsin_events_accepted_total", worker, s -> s.window().stats().accepted());
    windows("tocsin_events_late_total", worker, s -> s.window().stats().late());
    windows("tocsin_events_late_aside_total", worker, s -> s.window().stats().aside());
    windows("tocsin_events_late_dropped_total", worker, s -> s.window().stats().dropped());
    windows("tocsin_windows_too_late_total", worker, s -> s.window().stats().tooLate());
    alerts("tocsin_steps_too_late_total", worker, DetectStats::tooLate);
    windows("tocsin_windows_closed_total", worker, s -> s.window().stats().windows());
    windows("tocsin_windows_amended_total", worker, s -> s.window().stats().amended());
    alerts("tocsin_rule_failures_total", worker, DetectStats::failures);
    alerts("tocsin_alerts_shed_total", worker, DetectStats::shed);
    sums("tocsin_series", "", worker, s -> s.window().stats().series());
    sums("tocsin_windows_open", "", worker, s -> s.window().stats().openWindows());
    sums("tocsin_sensors", "", worker, s -> s.window().stats().sensors());
    active("pending", worker, DetectStats::pending);
    active("firing", worker, DetectStats::firing);
    active("unknown", worker, DetectStats::unknown);
    sums("tocsin_learned_series", "warming_up", worker, s -> s.detect().learning().warmingUp());
    sums("tocsin_learned_series", "ready", worker, s -> s.detect().learning().ready());
    sums("tocsin_learned_series", "drifting", worker, s -> s.detect().learning().drifting());
    gauge("tocsin_event_time_delay_seconds", worker, WorkerMetrics::delay);
  }

  private void windows(String name, Worker worker, ToLongFunction<LiveStages> what) {
    counter(name, worker, w -> w.detect().stages().values().stream().mapToLong(what).sum());
  }

  private void alerts(String name, Worker worker, ToLongFunction<DetectStats> what) {
    counter(name, worker, w -> w.detect().stats().stream().mapToLong(what).sum());
  }

  private void active(String state, Worker worker, ToLongFunction<DetectStats> what) {
    Gauge.builder("tocsin_alerts", worker, w -> w.detect().stats().stream().mapToLong(what).sum())
        .tag("state", state)
        .register(registry);
  }

  private void sums(String name, String state, Worker worker, ToLongFunction<LiveStages> what) {
    Gauge.Builder<Worker> gauge =
        Gauge.builder(
            name, worker, w -> w.detect().stages().values().stream().mapToLong(what).sum());
    (state.isEmpty() ? gauge : gauge.tag("state", state)).register(registry);
  }

  /** How far the slowest shard's event time is behind the wall clock. */
  private static double delay(Worker worker) {
    long slowest =
        worker.detect().stages().values().stream()
            .mapToLong(s -> s.window().stats().shardTime())
            .filter(t -> t != Long.MIN_VALUE)
            .min()
            .orElse(Long.MIN_VALUE);
    return slowest == Long.MIN_VALUE ? 0 : (worker.clock().millis() - slowest) / 1000.0;
  }

  private static double lag(LaneStats stats) {
    return stats.shards().values().stream().mapToLong(s -> Math.max(0, s.lag())).sum();
  }

  private static double ready(LaneStats stats) {
    return stats.shards().values().stream()
        .filter(s -> s.phase() == ShardProgress.Phase.READY)
        .count();
  }

  private static double restored(LaneStats stats) {
    return stats.shards().values().stream().mapToDouble(ShardProgress::restored).min().orElse(1);
  }

  private static double restoredBytes(LaneStats stats) {
    return stats.shards().values().stream().mapToLong(ShardProgress::restoredBytes).sum();
  }

  private <T> void counter(String name, T of, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, of, value).register(registry);
  }

  private <T> void counter(String name, String task, T of, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, of, value).tag("task", task).register(registry);
  }

  private <T> void gauge(String name, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value).register(registry);
  }

  private <T> void gauge(String name, String task, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value).tag("task", task).register(registry);
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
