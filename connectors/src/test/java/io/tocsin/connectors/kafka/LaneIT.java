package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes against a real broker. */
class LaneIT {
  private static final Duration STOP = Duration.ofSeconds(60);

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

  @Test
  void countsEveryRecordOnceAcrossCrashesOfTheLane() throws InterruptedException {
    LaneCase c = new LaneCase("crash", admin, user);
    c.publish(0, 3000);
    TaskRunner first = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(3000);
    first.stop(STOP);
    c.publish(3000, 6000);
    // The second run finds its state in the changelog only: the local state was in memory.
    TaskRunner second = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(6000);
    second.stop(STOP);
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(c.expected(6000));
  }

  @Test
  void givesUpTheOneRecordThatAlwaysFails() throws InterruptedException {
    LaneCase c = new LaneCase("poison", admin, user);
    c.publish(0, 100);
    c.publish("poison");
    c.publish(100, 200);
    TaskRunner run =
        c.run(
            new LaneSettings(
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofMillis(50),
                1 << 20,
                Duration.ofSeconds(5),
                Duration.ofMillis(10),
                LossPolicy.STOP));
    c.awaitOutputs(201);
    run.stop(STOP);
    List<String> expected = new ArrayList<>(c.expected(200));
    expected.add("rejected FAILED");
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(run.stats().givenUp()).isEqualTo(1);
  }

  @Test
  void anOutputThatIsTooLargeIsCutAndHoldsNothingUp() throws InterruptedException {
    LaneCase c = new LaneCase("huge", admin, user);
    c.publish("huge");
    c.publish(0, 100);
    TaskRunner run = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(101);
    run.stop(STOP);
    assertThat(c.outputs()).containsAll(c.expected(100)).hasSize(101);
    assertThat(c.outputs()).filteredOn(o -> o.startsWith("huge=1")).hasSize(1);
    assertThat(run.stats().trimmedOutputs()).isEqualTo(1);
    assertThat(run.stats().restarts()).isZero();
  }

  @Test
  void aLaneThatDoesNotEndInTimeIsInterruptedWaitedForAndLosesNothing()
      throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    LaneCase c = new LaneCase("stuck", admin, user).gate(gate);
    c.publish(0, 100);
    TaskRunner stuck = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(100);
    c.publish("wait");
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(LaneIT::isAtTheGate);
    assertThat(stuck.stop(Duration.ZERO)).as("in time").isFalse();
    assertThat(isAtTheGate()).as("after all").isFalse();
    gate.countDown();
    TaskRunner next = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(101);
    assertThat(next.stop(STOP)).isTrue();
    assertThat(c.outputs()).containsAll(c.expected(100)).contains("wait=1").hasSize(101);
  }

  /** Whether a lane waits at a gate. */
  private static boolean isAtTheGate() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Stream::of)
        .anyMatch(
            frame ->
                frame.getClassName().equals(CountTask.class.getName())
                    && frame.getMethodName().equals("pass"));
  }

  @Test
  void anOlderReleaseStopsAtTheStateOfANewerOneAndLosesNothing() throws InterruptedException {
    LaneCase c = new LaneCase("downgrade", admin, user).release(2);
    c.publish(0, 500);
    TaskRunner newer = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(500);
    newer.stop(STOP);
    c.publish(500, 1000);
    TaskRunner older = c.release(1).run(LaneSettings.DEFAULTS);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                older.stats().shards().values().stream()
                        .filter(s -> s.problem().contains("a downgrade needs the state of before"))
                        .count()
                    == 4);
    older.stop(STOP);
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(c.expected(500));
    TaskRunner again = c.release(2).run(LaneSettings.DEFAULTS);
    c.awaitOutputs(1000);
    again.stop(STOP);
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(c.expected(1000));
  }

  @Test
  void aStoreThatTurnsOutToBeDamagedIsRestoredAndNoRecordIsGivenUp() throws InterruptedException {
    DamagedHome home = new DamagedHome();
    LaneCase c = new LaneCase("damaged", admin, user).keeping(home);
    c.publish(0, 500);
    TaskRunner run = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(500);
    run.stop(STOP);
    home.damage();
    c.publish(500, 1000);
    TaskRunner second = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(1000 + 4);
    second.stop(STOP);
    assertThat(c.notices()).hasSize(4).allMatch(n -> n.startsWith("notice state_damaged"));
    assertThat(c.outputs()).containsAll(c.expected(1000)).hasSize(1000 + 4);
    assertThat(second.stats().givenUp()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void twoWorkersOfOneGroupShareTheShardsByEitherGroupProtocol(String protocol)
      throws InterruptedException {
    Map<String, String> properties =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "group.protocol", protocol);
    LaneCase c = new LaneCase(protocol, admin, properties);
    c.publish(0, 2000);
    TaskRunner one = c.run(LaneSettings.DEFAULTS, "one");
    c.awaitOutputs(2000);
    TaskRunner two = c.run(LaneSettings.DEFAULTS, "two");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> one.stats().shards().size() == 2 && two.stats().shards().size() == 2);
    c.publish(2000, 4000);
    c.awaitOutputs(4000);
    one.stop(STOP);
    c.publish(4000, 5000);
    c.awaitOutputs(5000);
    two.stop(STOP);
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(c.expected(5000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void whoHasWorkGoesOnWhileOthersComeAndGo(String protocol) throws InterruptedException {
    Map<String, String> properties =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "group.protocol", protocol);
    LaneCase c = new LaneCase("come-and-go-" + protocol, admin, properties);
    Duration often = Duration.ofMillis(20);
    LaneSettings settings = LaneSettings.DEFAULTS.withCommit(often, often);
    TaskRunner one = c.run(settings, "one");
    int sent = publishUntilOwned(c, 0, one, 4);
    TaskRunner two = c.run(settings, "two");
    sent = publishUntilOwned(c, sent, two, 2);
    TaskRunner three = c.run(settings, "three");
    sent = publishUntilOwned(c, sent, three, 1);
    // Their sessions end together: meanwhile the group is shared anew, and commits are few.
    two.askToStop();
    three.askToStop();
    assertThat(two.stop(STOP) && three.stop(STOP)).isTrue();
    // The others are missed when their session has ended.
    sent = publishUntilOwned(c, sent, one, 4);
    c.awaitOutputs(sent);
    one.stop(STOP);
    assertThat(one.stats().restarts() + two.stats().restarts() + three.stats().restarts()).isZero();
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(c.expected(sent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  @Timeout(60)
  void aWakeupEndsAPollAndNoQuestion(String protocol) {
    Map<String, String> properties =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "group.protocol", protocol);
    LaneCase c = new LaneCase("wakeup-" + protocol, admin, properties);
    c.publish(0, 100);
    try (LaneLog log = c.log()) {
      NotedOwner owner = new NotedOwner();
      log.subscribe(InputTopics.of(List.of(c.input())), owner);
      while (owner.assigned.size() < 4) {
        log.poll(Duration.ofMillis(100));
      }
      long records = 0;
      for (TopicPartition p : owner.assigned) {
        log.wakeup();
        assertThat(log.beginning(p)).isZero();
        log.wakeup();
        records += log.end(p);
        log.wakeup();
        assertThat(log.position(p)).isZero();
      }
      assertThat(records).isEqualTo(100);
      assertThat(log.poll(Duration.ofMinutes(10))).as("ended by the last wakeup").isEmpty();
    }
  }

  private static final class NotedOwner implements LaneLog.Owner {
    private final List<TopicPartition> assigned = new ArrayList<>();

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
      assigned.addAll(partitions);
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
      assigned.removeAll(partitions);
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
      assigned.removeAll(partitions);
    }
  }

  /** There is something to commit at every moment until then. */
  private static int publishUntilOwned(LaneCase c, int from, TaskRunner run, int shards) {
    AtomicInteger sent = new AtomicInteger(from);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              c.publish(sent.get(), sent.addAndGet(20));
              return run.stats().shards().size() == shards;
            });
    return sent.get();
  }
}
