package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.flow.Records;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a lane ends that is asked to, in the midst of what its group does. */
@Timeout(60)
final class LaneStopTest {
  private static final TopicPartition P = new TopicPartition("in", 0);
  private static final InstantSource CLOCK = () -> Instant.ofEpochMilli(1_000_000);

  private final NotedLog log = new NotedLog();
  private final LaneStats stats = new LaneStats();
  private final Lane lane =
      new Lane(
          log.spec(null),
          LaneSettings.DEFAULTS,
          stats,
          CLOCK,
          Runnable::run,
          new Portions(Portions.FIRST));

  private void poll(Supplier<List<Records>> does) {
    log.polls.add(does);
  }

  private void poll(Runnable does) {
    poll(
        () -> {
          does.run();
          return List.of();
        });
  }

  private List<Records> oneRecord() {
    byte[] key = "k".getBytes(UTF_8);
    return List.of(new SimRecords(P, 0, List.of(new SimPartition.Entry(key, key, null))));
  }

  private void own() {
    poll(() -> Objects.requireNonNull(log.owner).assigned(List.of(P)));
    poll(() -> {});
  }

  private void joinAndStop() {
    log.joining = true;
    lane.stop();
  }

  @Test
  void whatIsNotCommittedWaitsForTheNextGeneration() {
    own();
    poll(this::oneRecord);
    poll(this::joinAndStop);
    poll(() -> log.calls.add("still joining"));
    poll(
        () -> {
          log.calls.add("joined");
          log.joining = false;
        });
    lane.run();
    assertThat(log.calls)
        .containsExactly(
            "begin", "send", "still joining", "joined", "commit {in-0=1} within PT5S", "close");
    assertThat(stats.restarts()).isZero();
    assertThat(lane.endedInOrder()).isTrue();
  }

  @Test
  void aLaneWhoseLastCommitFailsSaysSo() {
    own();
    poll(this::oneRecord);
    poll(lane::stop);
    log.late = true;
    lane.run();
    assertThat(log.calls).endsWith("commit {in-0=1} within PT5S", "abort", "close");
    assertThat(lane.endedInOrder()).isFalse();
  }

  @Test
  void aLaneWithNothingToCommitWaitsForNobody() {
    own();
    poll(this::joinAndStop);
    lane.run();
    assertThat(log.calls).containsExactly("close");
  }

  @Test
  void partitionsThatAreGivenUpCannotBeLost() {
    own();
    poll(this::oneRecord);
    poll(lane::stop);
    // Kafka's consumer calls partitions lost that it has when it is closed while it joins.
    log.closing = () -> Objects.requireNonNull(log.owner).lost(List.of(P));
    lane.run();
    assertThat(log.calls).endsWith("commit {in-0=1} within PT5S", "close");
    assertThat(stats.restarts()).isZero();
  }
}
