package io.tocsin.pipeline.flow;

import org.jspecify.annotations.Nullable;

/** The empty view. */
final class NoRecords implements Records {
  @Override
  public int size() {
    return 0;
  }

  @Override
  public String topic() {
    return "";
  }

  @Override
  public int partition() {
    return -1;
  }

  @Override
  public byte @Nullable [] key(int i) {
    throw new IndexOutOfBoundsException(i);
  }

  @Override
  public byte @Nullable [] value(int i) {
    throw new IndexOutOfBoundsException(i);
  }

  @Override
  public byte @Nullable [] header(int i, String name) {
    throw new IndexOutOfBoundsException(i);
  }

  @Override
  public long offset(int i) {
    throw new IndexOutOfBoundsException(i);
  }

  @Override
  public long timestamp(int i) {
    throw new IndexOutOfBoundsException(i);
  }
}
