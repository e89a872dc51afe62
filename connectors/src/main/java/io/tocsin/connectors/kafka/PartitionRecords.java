package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Records;
import org.apache.kafka.common.TopicPartition;

/** Records of one partition. */
interface PartitionRecords extends Records {
  /** Where they lie. */
  TopicPartition of();

  @Override
  default String topic() {
    return of().topic();
  }

  @Override
  default int partition() {
    return of().partition();
  }
}
