package io.tocsin.deploy.benchmark.state;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;

/** A value as windows have: seven numbers that each event changes in place. Not thread-safe. */
public final class Sums {
  /** Its stored form. */
  public static final Codec<Sums> CODEC = new SumsCodec();

  private long start;
  private long count;
  private double sum;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double last;

  /** Counts a value in. */
  public void add(long time, double value) {
    start = count == 0 ? time : start;
    count++;
    sum += value;
    squares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    last = value;
  }

  /** How many were counted in. */
  public long count() {
    return count;
  }

  private static final class SumsCodec implements Codec<Sums> {
    @Override
    public void write(Sums sums, ByteWriter out) {
      out.putVarLong(sums.start).putVarLong(sums.count);
      out.putDouble(sums.sum).putDouble(sums.squares);
      out.putDouble(sums.min).putDouble(sums.max).putDouble(sums.last);
    }

    @Override
    public Sums read(ByteReader in, int version) {
      Sums sums = new Sums();
      sums.start = in.getVarLong();
      sums.count = in.getVarLong();
      sums.sum = in.getDouble();
      sums.squares = in.getDouble();
      sums.min = in.getDouble();
      sums.max = in.getDouble();
      sums.last = in.getDouble();
      return sums;
    }
  }
}
