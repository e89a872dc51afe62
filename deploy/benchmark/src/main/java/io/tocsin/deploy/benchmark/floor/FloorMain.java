package io.tocsin.deploy.benchmark.floor;

import io.tocsin.deploy.benchmark.job.JobArguments;
import io.tocsin.deploy.benchmark.job.Reading;
import io.tocsin.deploy.benchmark.job.ReadingParser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic and does nothing with it, or decodes every record and does nothing with that: the
 * limit on this machine for a system that uses Kafka's own client, and Jackson's streaming parser.
 * Commits how far it is once per second.
 *
 * <p>Arguments: {@code bootstrap, input, group, threads, decode=true|false}.
 */
public final class FloorMain {
  private static final long COMMIT_EVERY_NANOS = 1_000_000_000L;
  private static final Duration POLL = Duration.ofMillis(100);

  private final JobArguments arguments;
  private final boolean decode;

  private FloorMain(JobArguments arguments) {
    this.arguments = arguments;
    this.decode = arguments.is("decode", "true");
  }

  /** Reads until the process is ended. */
  public static void main(String[] args) {
    JobArguments arguments = JobArguments.of(args);
    for (int thread = 0; thread < arguments.number("threads"); thread++) {
      new Thread(new FloorMain(arguments)::read, "reader-" + thread).start();
    }
    System.out.println("READY");
  }

  private void read() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            arguments.text("bootstrap"),
            "group.id",
            arguments.text("group"),
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false,
            "max.poll.records",
            5_000,
            "max.partition.fetch.bytes",
            4_194_304,
            "fetch.max.bytes",
            33_554_432);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    ReadingParser parser = new ReadingParser();
    double sum = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      consumer.subscribe(List.of(arguments.text("input")));
      long committed = System.nanoTime();
      while (sum >= 0) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        sum += take(records, parser);
        if (System.nanoTime() - committed > COMMIT_EVERY_NANOS || records.isEmpty()) {
          consumer.commitSync();
          committed = System.nanoTime();
        }
      }
    }
    throw new IllegalStateException("a pressure below zero was read");
  }

  /** Adds up what it reads, so that no compiler may leave the reading out. */
  private double take(ConsumerRecords<byte[], byte[]> records, ReadingParser parser) {
    double sum = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (decode) {
        Reading reading = parser.parse(record.value());
        sum += reading.value() + (reading.timeMillis() & 1);
      } else {
        sum += record.value().length;
      }
    }
    return sum;
  }
}
