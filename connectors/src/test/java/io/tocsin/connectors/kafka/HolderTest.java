package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told of a transaction that holds a partition back. */
final class HolderTest {
  private static final TopicPartition HELD = new TopicPartition("tocsin.alerts", 2);
  private static final String ABORT =
      "kafka-transactions.sh --bootstrap-server ... abort --topic tocsin.alerts --partition 2 --start-offset 40";

  private static Holder holder(@Nullable String id, @Nullable TransactionDescription transaction) {
    ProducerState open =
        new ProducerState(17, 3, 9, 1_767_225_600_000L, OptionalInt.of(0), OptionalLong.of(40));
    return new Holder(HELD, 40, 100, open, id, transaction, "");
  }

  private static TransactionDescription as(TransactionState state, Set<TopicPartition> of) {
    return new TransactionDescription(1, state, 17, 3, 10_000, OptionalLong.empty(), of);
  }

  @Test
  void namesPartitionOffsetsAndProducer() {
    assertThat(holder("tocsin.detect-a-0", as(TransactionState.ONGOING, Set.of(HELD))).text())
        .startsWith(
            "tocsin.alerts-2 is held back at offset 40, and the 60 offsets up to its end are hidden")
        .contains("producer 17, epoch 3", "2026-01-01T00:00:00Z", "id is tocsin.detect-a-0.")
        .endsWith("It ends when its producer ends it, or by its time-out of 10 s");
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETE_COMMIT, KAFKA-20734",
    "COMPLETE_ABORT, CompleteAbort",
    "EMPTY, Empty",
  })
  void saysThatNobodyWillEndItAndWhatCanBeDone(TransactionState state, String word) {
    assertThat(holder("t", as(state, Set.of())).text())
        .contains(word, "will not end it")
        .endsWith(ABORT);
  }

  @Test
  void anOpenTransactionThatDoesNotKnowThePartitionHangs() {
    assertThat(holder("t", as(TransactionState.ONGOING, Set.of())).text())
        .contains("does not know that it wrote here")
        .endsWith(ABORT);
  }

  @Test
  void aProducerThatNoCoordinatorKnowsHangs() {
    assertThat(holder(null, null).text()).contains("No coordinator knows it").endsWith(ABORT);
  }

  @ParameterizedTest
  @CsvSource({"PREPARE_COMMIT", "PREPARE_ABORT", "PREPARE_EPOCH_FENCE"})
  void oneThatIsBeingEndedIsLeftAlone(TransactionState state) {
    assertThat(holder("t", as(state, Set.of(HELD))).text())
        .contains("Its coordinator, broker 1, is ending it")
        .doesNotContain("kafka-transactions.sh");
  }

  @Test
  void whatCouldNotBeAskedIsSaid() {
    assertThat(new Holder(HELD, 40, 100, null, null, null, "not allowed").text())
        .endsWith("whose transaction it is could not be asked: not allowed");
    assertThat(new Holder(HELD, 40, 100, null, null, null, "").text()).contains("just have ended");
  }
}
