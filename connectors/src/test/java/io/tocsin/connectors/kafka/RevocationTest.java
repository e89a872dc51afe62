package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.OutRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a commit is due, and what happens in the callback in which partitions are taken away. */
final class RevocationTest {
  private static final TopicPartition P = new TopicPartition("in", 0);
  private static final TopicPartition Q = new TopicPartition("in", 1);
  private static final long NOW = 1_000_000;

  private final NotedLog log = new NotedLog();
  private final LaneTransaction transaction =
      new LaneTransaction(
          log,
          LaneSettings.DEFAULTS,
          null,
          new BadState(new MemoryHome()),
          () -> Instant.ofEpochMilli(log.now));
  private final OwnedShards shards = owned(null, Runnable::run);

  private OwnedShards owned(@Nullable StateTopic stateTopic, Executor restores) {
    return new OwnedShards(
        log.spec(stateTopic),
        log,
        transaction,
        new LaneStats(),
        () -> Instant.EPOCH,
        restores,
        LossPolicy.STOP,
        new BadState(new MemoryHome()));
  }

  private void openTransaction() {
    openTransaction(Now.behind(0));
  }

  private void openTransaction(Now at) {
    own(P);
    send(P, at);
  }

  private void own(TopicPartition input) {
    shards.assigned(List.of(input));
    shards.takeRestored();
    shards.takeRestored();
  }

  private void send(TopicPartition input, Now at) {
    byte[] bytes = "k".getBytes(UTF_8);
    OutRecord out = new OutRecord("out", OutRecord.BY_KEY, bytes, bytes, Map.of(), -1, true);
    transaction.add(shards.get(input), List.of(out), at);
  }

  @Test
  void whatIsUrgentIsCommittedSoonUnlessItsShardIsBehindAndCommitsAreDear() {
    openTransaction(new Now(NOW, NOW - 500));
    assertThat(transaction.due()).as("up to date").isEqualTo(NOW + 50);
    openTransaction(Now.behind(NOW));
    assertThat(transaction.due()).as("behind").isEqualTo(NOW + 50);
    for (int commit = 1; commit <= 3; commit++) {
      assertThat(dueBehindAfter(300)).as("after a start").isEqualTo(NOW + 50);
    }
    assertThat(dueBehindAfter(150)).as("dear").isEqualTo(NOW + 9 * 150);
    assertThat(dueBehindAfter(5)).as("cheap").isEqualTo(NOW + 50);
    assertThat(dueBehindAfter(5_000)).as("very dear").isEqualTo(NOW + 2_000);
    own(Q);
    send(Q, Now.behind(NOW));
    assertThat(transaction.due()).as("with a shard that has come").isEqualTo(NOW + 50);
    for (int commit = 1; commit <= 3; commit++) {
      assertThat(dueBehindAfter(300)).as("after a shard has come").isEqualTo(NOW + 50);
    }
    assertThat(dueBehindAfter(300)).as("dear again").isEqualTo(NOW + 2_000);
  }

  /** When a shard that is behind commits what is urgent, after a commit that took so long. */
  private long dueBehindAfter(long commitMillis) {
    log.commitMillis = commitMillis;
    transaction.commit(shards.ready());
    send(P, Now.behind(NOW));
    return transaction.due();
  }

  @Test
  void theOpenTransactionIsCommittedBeforeTheCallbackReturns() {
    openTransaction();
    shards.revoked(List.of(P));
    assertThat(log.calls).containsExactly("begin", "send", "commit {in-0=0} within PT5S");
    assertThat(shards.ready()).isEmpty();
  }

  @Test
  void itIsAbortedBeforeTheCallbackReturnsIfItsBoundPasses() {
    openTransaction();
    log.late = true;
    assertThatThrownBy(() -> shards.revoked(List.of(P))).hasMessage("the bound has passed");
    assertThat(log.calls).containsExactly("begin", "send", "commit {in-0=0} within PT5S", "abort");
  }

  @Test
  void nothingIsCommittedIfThereIsNothingToTell() {
    shards.assigned(List.of(P));
    shards.takeRestored();
    shards.takeRestored();
    shards.revoked(List.of(P));
    assertThat(log.calls).isEmpty();
  }

  @Test
  @Timeout(60)
  void aRestoreWhoseTurnHasNotComeKeepsNobodyWaiting() {
    Deque<Runnable> queue = new ArrayDeque<>();
    OwnedShards waiting = owned(stateTopic(), queue::add);
    waiting.assigned(List.of(P));
    waiting.takeRestored();
    assertThat(queue).hasSize(1);
    waiting.revoked(List.of(P));
    // Its turn comes when the shard is somebody else's: neither topics nor store are touched.
    queue.remove().run();
    assertThat(log.calls).isEmpty();
  }

  @Test
  void whatWasAskedBeforeARevocationIsNotTheAnswerAfterIt() {
    log.offsets.put(Q, 5L);
    log.held = P;
    shards.assigned(List.of(P, Q));
    // Both are asked for; the one that is held keeps the other, which is answered, waiting.
    shards.takeRestored();
    shards.revoked(List.of(P, Q));
    // Somebody else has them, goes on, and gives them back.
    log.offsets.put(Q, 9L);
    log.held = null;
    shards.assigned(List.of(P, Q));
    shards.takeRestored();
    shards.takeRestored();
    assertThat(shards.get(Q).position()).isEqualTo(9);
  }

  private StateTopic stateTopic() {
    return new StateTopic(
        Map.of("in", "state"),
        topic -> {
          log.calls.add("looked at " + topic);
          return null;
        },
        (topic, partitions) -> log.calls.add("gave partitions to " + topic),
        new NoWatch());
  }

  private static final class NoWatch implements TopicWatch {
    @Override
    public void ask(Collection<String> topics) {
      // Topics stay as they are here.
    }

    @Override
    public Map<String, TopicAdmin.TopicState> answer() {
      return Map.of();
    }
  }
}
