package io.tocsin.connectors.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Kafka's own records behind the flow's words. */
record RecordsView(TopicPartition of, List<ConsumerRecord<byte[], byte[]>> list)
    implements PartitionRecords {
  @Override
  public int size() {
    return list.size();
  }

  @Override
  public byte @Nullable [] key(int i) {
    return list.get(i).key();
  }

  @Override
  public byte @Nullable [] value(int i) {
    return list.get(i).value();
  }

  @Override
  public byte @Nullable [] header(int i, String name) {
    Header header = list.get(i).headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  @Override
  public long offset(int i) {
    return list.get(i).offset();
  }

  @Override
  public long timestamp(int i) {
    return list.get(i).timestamp();
  }
}
