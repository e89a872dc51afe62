package io.tocsin.deploy.benchmark.flink;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.api.java.tuple.Tuple4;

/** Count, sum, min and max of a window, as a tuple that Flink stores without help. */
final class StatsAggregate
    implements AggregateFunction<
        Tuple3<String, Long, Double>,
        Tuple4<Long, Double, Double, Double>,
        Tuple4<Long, Double, Double, Double>> {
  private static final long serialVersionUID = 1;

  @Override
  public Tuple4<Long, Double, Double, Double> createAccumulator() {
    return Tuple4.of(0L, 0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
  }

  @Override
  public Tuple4<Long, Double, Double, Double> add(
      Tuple3<String, Long, Double> reading, Tuple4<Long, Double, Double, Double> sum) {
    sum.f0++;
    sum.f1 += reading.f2;
    sum.f2 = Math.min(sum.f2, reading.f2);
    sum.f3 = Math.max(sum.f3, reading.f2);
    return sum;
  }

  @Override
  public Tuple4<Long, Double, Double, Double> getResult(Tuple4<Long, Double, Double, Double> sum) {
    return sum;
  }

  @Override
  public Tuple4<Long, Double, Double, Double> merge(
      Tuple4<Long, Double, Double, Double> one, Tuple4<Long, Double, Double, Double> other) {
    return Tuple4.of(
        one.f0 + other.f0,
        one.f1 + other.f1,
        Math.min(one.f2, other.f2),
        Math.max(one.f3, other.f3));
  }
}
