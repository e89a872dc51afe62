package io.tocsin.connectors.kafka;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A view of the model's log. */
record SimRecords(TopicPartition of, long from, List<SimPartition.Entry> entries)
    implements PartitionRecords {
  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public byte @Nullable [] key(int i) {
    return entries.get(i).key;
  }

  @Override
  public byte @Nullable [] value(int i) {
    return entries.get(i).value;
  }

  @Override
  public byte @Nullable [] header(int i, String name) {
    return null;
  }

  @Override
  public long offset(int i) {
    return from + i;
  }

  @Override
  public long timestamp(int i) {
    return 0;
  }
}
