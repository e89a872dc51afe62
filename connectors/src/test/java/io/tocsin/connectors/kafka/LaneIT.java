package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Lanes against a real broker. */
class LaneIT {
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
    Case c = new Case("crash", user);
    c.publish(0, 3000);
    TaskRunner first = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(3000);
    first.stop(Duration.ofSeconds(10));
    c.publish(3000, 6000);
    // The second run finds its state in the changelog only: the local state was in memory.
    TaskRunner second = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(6000);
    second.stop(Duration.ofSeconds(10));
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(c.expected(6000));
  }

  @Test
  void givesUpTheOneRecordThatAlwaysFails() throws InterruptedException {
    Case c = new Case("poison", user);
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
                Duration.ofMillis(10)));
    c.awaitOutputs(201);
    run.stop(Duration.ofSeconds(10));
    List<String> expected = new ArrayList<>(c.expected(200));
    expected.add("rejected FAILED");
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(run.stats().givenUp()).isEqualTo(1);
  }

  @Test
  void twoWorkersOfOneGroupShareTheShardsOnTheNewProtocolToo() throws InterruptedException {
    Map<String, String> properties =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "group.protocol", "consumer");
    Case c = new Case("kip848", properties);
    c.publish(0, 2000);
    TaskRunner one = c.run(LaneSettings.DEFAULTS, "one");
    c.awaitOutputs(2000);
    TaskRunner two = c.run(LaneSettings.DEFAULTS, "two");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> one.stats().shards().size() == 2 && two.stats().shards().size() == 2);
    c.publish(2000, 4000);
    c.awaitOutputs(4000);
    one.stop(Duration.ofSeconds(10));
    c.publish(4000, 5000);
    c.awaitOutputs(5000);
    two.stop(Duration.ofSeconds(10));
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(c.expected(5000));
  }

  /** One task over topics of its own. */
  private static final class Case {
    private final String name;
    private final Map<String, String> user;

    Case(String name, Map<String, String> user) {
      this.name = name;
      this.user = user;
      admin.create(
          List.of(
              new TopicSpec(name + ".in", "key", 4, "delete", -1),
              new TopicSpec(name + ".out", "key", 4, "delete", -1)));
    }

    TaskRunner run(LaneSettings settings) {
      return run(settings, "w1");
    }

    TaskRunner run(LaneSettings settings, String instance) {
      TaskRunner runner =
          new TaskRunner(
              new TaskRunner.Settings(
                  name + ".group",
                  instance,
                  InputTopics.of(List.of(name + ".in")),
                  new Topics(name, 4),
                  true,
                  1,
                  settings),
              new CountTask(name + ".out"),
              user,
              admin,
              new MemoryHome(),
              InstantSource.system());
      runner.start();
      return runner;
    }

    void publish(int from, int to) {
      publish(IntStream.range(from, to).mapToObj(i -> "k" + i % 50).toArray(String[]::new));
    }

    void publish(String... keys) {
      try (EdgePublisher publisher = new EdgePublisher(user)) {
        Flux<OutRecord> records =
            Flux.fromArray(keys)
                .map(
                    k ->
                        new OutRecord(
                            name + ".in",
                            OutRecord.BY_KEY,
                            k.getBytes(UTF_8),
                            new byte[0],
                            Map.of(),
                            -1,
                            false));
        long sent =
            Objects.requireNonNull(
                publisher.publish(records).filter(p -> p.failure() == null).count().block());
        assertThat(sent).isEqualTo(keys.length);
      }
    }

    List<String> expected(int count) {
      return IntStream.range(0, count).mapToObj(i -> "k" + i % 50 + "=" + (i / 50 + 1)).toList();
    }

    void awaitOutputs(int count) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> new TreeSet<>(outputs()).size() >= count);
    }

    List<String> outputs() {
      try (TopicReader reader = new TopicReader(user, List.of(name + ".out"))) {
        List<String> values = new ArrayList<>();
        while (!reader.atEnd()) {
          for (Records records : reader.poll(Duration.ofMillis(200))) {
            for (int i = 0; i < records.size(); i++) {
              values.add(new String(Objects.requireNonNull(records.value(i)), UTF_8));
            }
          }
        }
        return values;
      }
    }
  }
}
