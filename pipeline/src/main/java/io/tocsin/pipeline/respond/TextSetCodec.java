package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import java.util.Set;
import java.util.TreeSet;

/** Stored form of a sorted set of texts, version 1. */
final class TextSetCodec implements Codec<Set<String>> {
  static final int VERSION = 1;

  @Override
  public void write(Set<String> texts, ByteWriter out) {
    out.putVarInt(texts.size());
    texts.forEach(out::putString);
  }

  @Override
  public Set<String> read(ByteReader in, int version) {
    Set<String> texts = new TreeSet<>();
    int size = in.getVarInt();
    for (int i = 0; i < size; i++) {
      texts.add(in.getString());
    }
    return texts;
  }
}
