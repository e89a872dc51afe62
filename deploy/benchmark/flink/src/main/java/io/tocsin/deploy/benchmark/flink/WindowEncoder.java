package io.tocsin.deploy.benchmark.flink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tocsin.deploy.benchmark.job.SummaryJson;
import io.tocsin.deploy.benchmark.job.WindowStats;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Encodes a closed window to the output record's key and value. */
final class WindowEncoder
    extends ProcessWindowFunction<
        Tuple4<Long, Double, Double, Double>, Tuple2<byte[], byte[]>, String, TimeWindow> {
  private static final long serialVersionUID = 1;

  private transient @Nullable SummaryJson json;

  @Override
  public void process(
      String sensor,
      Context context,
      Iterable<Tuple4<Long, Double, Double, Double>> sums,
      Collector<Tuple2<byte[], byte[]>> out) {
    if (json == null) {
      json = new SummaryJson();
    }
    for (Tuple4<Long, Double, Double, Double> sum : sums) {
      WindowStats stats = new WindowStats();
      stats.count = sum.f0;
      stats.sum = sum.f1;
      stats.min = sum.f2;
      stats.max = sum.f3;
      byte[] value = json.encode(context.window().getStart(), stats);
      out.collect(Tuple2.of(sensor.getBytes(US_ASCII), value));
    }
  }
}
