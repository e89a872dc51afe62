package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Records;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of a larger view: how a shard that failed on a batch finds the record it failed on.
 */
record OneRecord(Records all, int index) implements Records {
  OneRecord {
    Objects.checkIndex(index, all.size());
  }

  @Override
  public int size() {
    return 1;
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
    return all.key(index);
  }

  @Override
  public byte @Nullable [] value(int i) {
    return all.value(index);
  }

  @Override
  public byte @Nullable [] header(int i, String name) {
    return all.header(index, name);
  }

  @Override
  public long offset(int i) {
    return all.offset(index);
  }

  @Override
  public long timestamp(int i) {
    return all.timestamp(index);
  }
}
