package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.OutRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;
import reactor.kafka.sender.SenderRecord;

/**
 * Publishes records at the edge, at least once: sensors' events, commands. Safe for use by any
 * thread.
 */
public final class EdgePublisher implements AutoCloseable {
  private final KafkaSender<byte[], byte[]> sender;

  /**
   * Connects lazily.
   *
   * @param user client properties
   */
  public EdgePublisher(Map<String, String> user) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("linger.ms", "5");
    properties.put("batch.size", Integer.toString(128 << 10));
    properties.put("compression.type", "lz4");
    properties.putAll(ClientProperties.plain(user));
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    sender =
        KafkaSender.create(
            SenderOptions.<byte[], byte[]>create(properties)
                .withKeySerializer(new ByteArraySerializer())
                .withValueSerializer(new ByteArraySerializer())
                .maxInFlight(10_000)
                .stopOnError(false));
  }

  /**
   * Publishes all; the Flux tells each record's outcome in no order, and asks for more only as
   * Kafka takes them.
   */
  public Flux<Published> publish(Flux<OutRecord> records) {
    return sender
        .send(records.map(EdgePublisher::record))
        .map(result -> new Published(result.correlationMetadata(), result.exception()));
  }

  /** Publishes one; fails if Kafka does not take it. */
  public Mono<Void> publish(OutRecord record) {
    return sender
        .send(Mono.just(record(record)))
        .flatMap(
            result ->
                result.exception() == null
                    ? Mono.<Void>empty()
                    : Mono.<Void>error(result.exception()))
        .then();
  }

  @Override
  public void close() {
    sender.close();
  }

  private static SenderRecord<byte[], byte[], OutRecord> record(OutRecord out) {
    Integer partition = out.partition() == OutRecord.BY_KEY ? null : out.partition();
    Long timestamp = out.timestamp() < 0 ? null : out.timestamp();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(out.topic(), partition, timestamp, out.key(), out.value());
    out.headers().forEach((name, value) -> record.headers().add(name, value));
    return SenderRecord.create(record, out);
  }

  /**
   * What became of a record.
   *
   * @param failure null if Kafka has it
   */
  public record Published(OutRecord record, @org.jspecify.annotations.Nullable Exception failure) {}
}
