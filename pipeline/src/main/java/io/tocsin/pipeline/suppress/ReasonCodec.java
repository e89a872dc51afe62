package io.tocsin.pipeline.suppress;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;

/** Stored form of a reason: its name. */
final class ReasonCodec implements Codec<Reason> {
  static final int VERSION = 1;

  @Override
  public void write(Reason reason, ByteWriter out) {
    out.putString(reason.name());
  }

  @Override
  public Reason read(ByteReader in, int version) {
    return Reason.valueOf(in.getString());
  }
}
