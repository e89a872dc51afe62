package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

/** What needs no broker. */
final class KafkaLaneLogTest {
  private final AtomicInteger wakeups = new AtomicInteger();

  @Test
  void aQuestionOutlivesWakeupsAndGivesThePollOne() {
    AtomicInteger asked = new AtomicInteger();
    long answer =
        KafkaLaneLog.awake(
            () -> {
              if (asked.incrementAndGet() <= 3) {
                throw new WakeupException();
              }
              return 7L;
            },
            wakeups::incrementAndGet);
    assertThat(answer).isEqualTo(7);
    assertThat(asked).hasValue(4);
    assertThat(wakeups).hasValue(1);
  }

  @Test
  void withoutAWakeupThereIsNone() {
    assertThat(KafkaLaneLog.awake(() -> "answer", wakeups::incrementAndGet)).isEqualTo("answer");
    assertThat(wakeups).hasValue(0);
  }
}
