package io.tocsin.deploy.benchmark.harness;

import io.tocsin.deploy.benchmark.load.WindowCheck;
import io.tocsin.deploy.benchmark.load.WindowCheck.Verdict;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a system's results as any read-committed consumer would, and judges them. */
final class ResultCheck {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private ResultCheck() {}

  /**
   * Reads until every window has its right result, or nothing new has come for {@link #PATIENCE}.
   */
  static Verdict check(Contestant contestant, RunPlace place, ContestInput input) {
    WindowCheck check = new WindowCheck(input.expected());
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            place.bootstrap(),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest",
            "max.poll.records",
            10_000,
            "enable.auto.commit",
            false);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      var partitions = Topics.partitionsOf(contestant.output(place), input.partitions());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long quietUntil = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < quietUntil) {
        var records = consumer.poll(POLL);
        records.forEach(record -> contestant.result(record).ifPresent(check::accept));
        if (!records.isEmpty()) {
          quietUntil = System.nanoTime() + PATIENCE.toNanos();
        } else if (check.complete() && atEnd(consumer)) {
          break;
        }
      }
      return check.verdict();
    }
  }

  private static boolean atEnd(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
