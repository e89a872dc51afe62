package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.flow.Records;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class PortionsTest {
  private static final TopicPartition P = new TopicPartition("in", 0);

  private final Portions portions = new Portions(10);

  private static Records polled(int size) {
    List<ConsumerRecord<byte[], byte[]>> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      byte[] bytes = {(byte) i};
      list.add(new ConsumerRecord<>("in", 0, 100 + i, bytes, bytes));
    }
    return new RecordsView(P, list);
  }

  /** Takes all of a poll and returns the sizes of its portions. */
  private List<Integer> sizes(int size, long millisEach) {
    Records all = polled(size);
    List<Integer> sizes = new ArrayList<>();
    for (int from = 0; from < size; ) {
      Records part = portions.next(all, from);
      for (int i = 0; i < part.size(); i++) {
        assertThat(part.offset(i)).isEqualTo(100 + from + i);
        assertThat(part.key(i)).containsExactly((byte) (from + i));
        assertThat(part.value(i)).containsExactly((byte) (from + i));
      }
      portions.took(part.size(), part.size() * millisEach);
      from += part.size();
      sizes.add(part.size());
    }
    return sizes;
  }

  @Test
  void takesMoreAndMoreOfWhatTakesNoTime() {
    assertThat(sizes(100, 0)).containsExactly(10, 20, 40, 30);
    assertThat(sizes(100, 0)).containsExactly(80, 20);
    Records all = polled(100);
    assertThat(portions.next(all, 0)).as("the view itself").isSameAs(all);
  }

  @Test
  void takesLessOfWhatTakesLong() {
    sizes(1_200, 0);
    assertThat(sizes(100, 1)).containsExactly(100);
    assertThat(portions.next(polled(1_200), 0).size()).isEqualTo(320);
    portions.took(320, 320);
    portions.took(160, 160);
    assertThat(portions.next(polled(1_200), 0).size()).as("at the least").isEqualTo(100);
  }
}
