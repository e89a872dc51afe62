package io.tocsin.walls.broken.pipeline.state;

import io.tocsin.walls.broken.pipeline.event.EventOfState;
import org.apache.kafka.common.TopicPartition;

public record StateKnowsKafka(TopicPartition partition, EventOfState event) {}
