package io.tocsin.connectors.kafka;

import java.util.Collection;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** Inputs whose ends nobody knows. */
final class NoWatermarks implements CaughtUp.HighWatermarks {
  @Override
  public boolean idle() {
    return true;
  }

  @Override
  public void ask(Collection<TopicPartition> partitions) {
    // Nobody asks for them here.
  }

  @Override
  public OptionalLong answer(TopicPartition partition) {
    return OptionalLong.empty();
  }
}
