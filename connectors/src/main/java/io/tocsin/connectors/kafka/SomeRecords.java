package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Records;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Some records of a larger view, one after the other. */
record SomeRecords(Records all, int from, int size) implements Records {
  SomeRecords {
    Objects.checkFromIndexSize(from, size, all.size());
  }

  @Override
  public String topic() {
    return all.topic();
  }

  @Override
  public int partition() {
    return all.partition();
  }

  @Override
  public byte @Nullable [] key(int i) {
    return all.key(from + Objects.checkIndex(i, size));
  }

  @Override
  public byte @Nullable [] value(int i) {
    return all.value(from + Objects.checkIndex(i, size));
  }

  @Override
  public byte @Nullable [] header(int i, String name) {
    return all.header(from + Objects.checkIndex(i, size), name);
  }

  @Override
  public long offset(int i) {
    return all.offset(from + Objects.checkIndex(i, size));
  }

  @Override
  public long timestamp(int i) {
    return all.timestamp(from + Objects.checkIndex(i, size));
  }
}
