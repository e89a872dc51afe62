package io.tocsin.deploy.benchmark.flink;

import io.tocsin.deploy.benchmark.job.JobArguments;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/**
 * The windowed job: count, sum, min, max and mean per sensor and ten seconds of event time. Tuples
 * of (sensor, time, value) flow, which Flink serializes fastest of all its types.
 */
final class WindowedJob {
  private static final Duration WINDOW = Duration.ofMillis(ReadingPlan.WINDOW_MILLIS);
  private static final Duration GRACE = Duration.ofMillis(ReadingPlan.GRACE_MILLIS);

  private WindowedJob() {}

  static void build(StreamExecutionEnvironment environment, JobArguments arguments) {
    environment
        .fromSource(Ends.source(arguments), watermarks(), "readings")
        .keyBy(reading -> reading.f0)
        .window(TumblingEventTimeWindows.of(WINDOW))
        .aggregate(new StatsAggregate(), new WindowEncoder())
        .sinkTo(Ends.sink(arguments));
  }

  /** A window that waits for its grace, as a watermark that stays behind by it. */
  private static WatermarkStrategy<Tuple3<String, Long, Double>> watermarks() {
    return WatermarkStrategy.<Tuple3<String, Long, Double>>forBoundedOutOfOrderness(GRACE)
        .withTimestampAssigner((reading, before) -> reading.f1);
  }
}
