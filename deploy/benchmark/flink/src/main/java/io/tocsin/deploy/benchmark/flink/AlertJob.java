package io.tocsin.deploy.benchmark.flink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tocsin.deploy.benchmark.job.JobArguments;
import io.tocsin.deploy.benchmark.job.Transition;
import io.tocsin.deploy.benchmark.job.TransitionJson;
import java.io.IOException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** The alert job: tells when a reading takes its sensor beyond the limit, and back. */
final class AlertJob {
  private AlertJob() {}

  static void build(StreamExecutionEnvironment environment, JobArguments arguments) {
    environment
        .fromSource(Ends.source(arguments), WatermarkStrategy.noWatermarks(), "readings")
        .keyBy(reading -> reading.f0)
        .process(new Tell())
        .sinkTo(Ends.sink(arguments));
  }

  private static final class Tell
      extends KeyedProcessFunction<String, Tuple3<String, Long, Double>, Tuple2<byte[], byte[]>> {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
    private transient ValueState<Boolean> firing;

    @Override
    public void open(OpenContext context) {
      firing = getRuntimeContext().getState(new ValueStateDescriptor<>("firing", Types.BOOLEAN));
    }

    @Override
    public void processElement(
        Tuple3<String, Long, Double> reading,
        Context context,
        Collector<Tuple2<byte[], byte[]>> out)
        throws IOException {
      @Nullable Boolean before = firing.value();
      boolean now = reading.f2 > Transition.LIMIT;
      if (now == (before != null)) {
        return;
      }
      if (now) {
        firing.update(Boolean.TRUE);
      } else {
        firing.clear();
      }
      out.collect(Tuple2.of(reading.f0.getBytes(US_ASCII), TransitionJson.encode(reading.f1, now)));
    }
  }
}
