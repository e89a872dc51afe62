package io.tocsin.pipeline.suppress;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;

/** Stored form of {@link Recent}, version 1. */
final class RecentCodec implements Codec<Recent> {
  static final int VERSION = 1;

  @Override
  public void write(Recent recent, ByteWriter out) {
    out.putVarInt(recent.times.size());
    recent.times.forEach(out::putLong);
  }

  @Override
  public Recent read(ByteReader in, int version) {
    Recent recent = new Recent();
    int size = in.getVarInt();
    for (int i = 0; i < size; i++) {
      recent.times.addLast(in.getLong());
    }
    return recent;
  }
}
