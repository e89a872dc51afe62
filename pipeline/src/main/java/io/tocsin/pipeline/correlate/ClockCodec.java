package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;

/** Stored form of {@link Clock}, version 1. */
final class ClockCodec implements Codec<Clock> {
  static final int VERSION = 1;

  @Override
  public void write(Clock clock, ByteWriter out) {
    out.putLong(clock.time).putLong(clock.opened);
  }

  @Override
  public Clock read(ByteReader in, int version) {
    Clock clock = new Clock();
    clock.time = in.getLong();
    clock.opened = in.getLong();
    return clock;
  }
}
