package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.kafka.LaneStats.ShardProgress;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Input that lacks records, or is not the input that the state was made of: shards stop with
 * instructions, or go on by policy and tell what was lost. On a real broker.
 */
class InputLossIT {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final LaneSettings STOP = LaneSettings.DEFAULTS;
  private static final LaneSettings CONTINUE = STOP.withOnLostInput(LossPolicy.CONTINUE);

  private static EmbeddedBroker broker;
  private static Map<String, String> user;
  private static TopicAdmin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.startTemporary(Map.of());
    user = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = new TopicAdmin(user);
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  private static LaneCase counted(String name) throws InterruptedException {
    LaneCase c = new LaneCase(name, admin, user).keeping(new KeptHome());
    c.publish(0, 1000);
    TaskRunner run = c.run(STOP);
    c.awaitOutputs(1000);
    run.stop(BOUND);
    return c;
  }

  private static void createAgain(LaneCase c) throws Exception {
    Admin client = admin.admin();
    client.deleteTopics(List.of(c.input())).all().get();
    Awaitility.await().atMost(BOUND).until(() -> admin.describe(c.input()) == null);
    c.createInput();
  }

  /** All four shards stop, and say the same; nothing is told. */
  private static void assertStops(LaneCase c, TaskRunner run, String... why) {
    Awaitility.await().atMost(BOUND).until(() -> problems(run).size() == 4);
    assertThat(problems(run)).allSatisfy(p -> assertThat(p).contains(why));
    assertThat(problems(run)).allSatisfy(p -> assertThat(p).contains("on_lost_input: continue"));
    assertThat(c.notices()).isEmpty();
  }

  private static List<String> problems(TaskRunner run) {
    return run.stats().shards().values().stream()
        .filter(s -> s.phase() == ShardProgress.Phase.STOPPED)
        .map(ShardProgress::problem)
        .toList();
  }

  private static void awaitNotices(LaneCase c, int count, String... text) {
    Awaitility.await().atMost(BOUND).until(() -> c.notices().size() >= count);
    assertThat(c.notices())
        .hasSize(count)
        .allSatisfy(n -> assertThat(n).startsWith("notice input_lost").contains(text));
  }

  private static List<String> counts(LaneCase c) {
    return c.outputs().stream().filter(o -> !o.startsWith("notice ")).collect(Collectors.toList());
  }

  @Test
  void aTopicThatWasCreatedAgainStopsItsShardsOrIsReadFromItsBeginning() throws Exception {
    LaneCase c = counted("again");
    createAgain(c);
    // More than the old one had: its offsets would seem to fit.
    c.publish(1000, 3000);
    TaskRunner stopped = c.run(STOP);
    assertStops(c, stopped, "again.in was deleted and created again");
    stopped.stop(BOUND);
    assertThat(counts(c)).containsExactlyInAnyOrderElementsOf(c.expected(1000));

    TaskRunner run = c.run(CONTINUE);
    awaitNotices(c, 4, "was deleted and created again");
    c.awaitOutputs(3000 + 4);
    run.stop(BOUND);
    TaskRunner once = c.run(STOP);
    c.publish(3000, 4000);
    c.awaitOutputs(4000 + 4);
    once.stop(BOUND);
    assertThat(counts(c)).containsExactlyInAnyOrderElementsOf(c.expected(4000));
    assertThat(c.notices()).as("told once").hasSize(4);
  }

  @Test
  void aTopicThatIsCreatedAgainWhileItIsReadStopsItsShards() throws Exception {
    LaneCase c = new LaneCase("running", admin, user);
    c.publish(0, 1000);
    TaskRunner run = c.run(STOP);
    c.awaitOutputs(1000);
    createAgain(c);
    assertStops(c, run, "running.in was deleted and created again");
    run.stop(BOUND);
  }

  @Test
  void recordsThatWereDeletedUnreadAreTold() throws Exception {
    LaneCase c = counted("deleted");
    c.publish(1000, 2000);
    TopicPartition first = new TopicPartition(c.input(), 0);
    admin.admin().deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(-1))).all().get();
    TaskRunner stopped = c.run(STOP);
    Awaitility.await().atMost(BOUND).until(() -> problems(stopped).size() == 1);
    assertThat(problems(stopped).get(0)).contains("deleted.in-0", "were deleted unread");
    stopped.stop(BOUND);

    TaskRunner run = c.run(CONTINUE);
    awaitNotices(c, 1, "deleted.in-0", "were deleted unread");
    Matcher lost = Pattern.compile(": (\\d+) offsets were deleted").matcher(c.notices().get(0));
    assertThat(lost.find()).isTrue();
    c.awaitOutputs(2000 - Integer.parseInt(lost.group(1)) + 1);
    run.stop(BOUND);
    assertThat(counts(c)).hasSize(2000 - Integer.parseInt(lost.group(1))).doesNotHaveDuplicates();
  }

  @Test
  void aPositionBehindTheEndOfTheLogIsTold() throws Exception {
    LaneCase c = counted("beyond");
    TopicPartition first = new TopicPartition(c.input(), 0);
    // A static member would stay in the group for the length of its session.
    admin
        .admin()
        .removeMembersFromConsumerGroup(c.group(), new RemoveMembersFromConsumerGroupOptions())
        .all()
        .get();
    Awaitility.await()
        .atMost(BOUND)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                admin
                    .admin()
                    .alterConsumerGroupOffsets(
                        c.group(), Map.of(first, new OffsetAndMetadata(100_000)))
                    .all()
                    .get());
    TaskRunner stopped = c.run(STOP);
    Awaitility.await().atMost(BOUND).until(() -> problems(stopped).size() == 1);
    assertThat(problems(stopped).get(0)).contains("beyond.in-0 is 100000, but the log ends at");
    stopped.stop(BOUND);

    TaskRunner run = c.run(CONTINUE);
    awaitNotices(c, 1, "beyond.in-0 is 100000, but the log ends at");
    c.publish(1000, 2000);
    c.awaitOutputs(2000 + 1);
    run.stop(BOUND);
    assertThat(counts(c)).containsExactlyInAnyOrderElementsOf(c.expected(2000));
  }

  @Test
  void morePartitionsStopTheShardsOrAreTaken() throws Exception {
    LaneCase c = counted("grown");
    admin.grow(c.input(), 6);
    TaskRunner stopped = c.run(STOP);
    Awaitility.await().atMost(BOUND).until(() -> problems(stopped).size() >= 4);
    assertThat(problems(stopped)).allSatisfy(p -> assertThat(p).contains("keys have moved"));
    stopped.stop(BOUND);

    TaskRunner run = c.run(CONTINUE);
    awaitNotices(c, 4, "had 4 partitions and has 6");
    Awaitility.await()
        .atMost(BOUND)
        .until(
            () ->
                run.stats().shards().values().stream()
                        .filter(s -> s.phase() == ShardProgress.Phase.READY)
                        .count()
                    == 6);
    c.publish(1000, 1100);
    Awaitility.await().atMost(BOUND).until(() -> counts(c).size() == 1100);
    run.stop(BOUND);
  }

  @Test
  void aCompactedInputIsRefused() throws Exception {
    LaneCase c = counted("compacted");
    admin
        .admin()
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, c.input()),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.SET))))
        .all()
        .get();
    TaskRunner stopped = c.run(STOP);
    assertStops(c, stopped, "compacted.in is compacted");
    stopped.stop(BOUND);
    TaskRunner run = c.run(CONTINUE);
    awaitNotices(c, 4, "compacted.in is compacted");
    run.stop(BOUND);
  }

  /** Local state that outlives a run. */
  private static final class KeptHome implements StateHome {
    private final Map<ShardId, StateStore> stores = new ConcurrentHashMap<>();

    @Override
    public StateStore open(ShardId shard, Consumer<Notice> told) {
      return stores.computeIfAbsent(shard, s -> States.inMemoryStore());
    }

    @Override
    public void damaged(ShardId shard, String why) {
      throw new AssertionError(shard + " is damaged: " + why);
    }

    @Override
    public void discard(ShardId shard) {
      stores.remove(shard);
    }

    @Override
    public ShardState live(ShardId shard, StateStore store) {
      return States.open(store, CacheBudget.unbounded());
    }
  }
}
