package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import reactor.core.publisher.Flux;

/** One task over topics of its own, on a real broker. */
final class LaneCase {
  private final String name;
  private final TopicAdmin admin;
  private final Map<String, String> user;
  private StateHome home = new MemoryHome();
  private int version = 1;
  private CountDownLatch gate = new CountDownLatch(0);

  LaneCase(String name, TopicAdmin admin, Map<String, String> user) {
    this.name = name;
    this.admin = admin;
    this.user = user;
    createInput();
    admin.create(List.of(new TopicSpec(name + ".out", "key", 4, "delete", -1)));
  }

  String input() {
    return name + ".in";
  }

  String group() {
    return name + ".group";
  }

  /** Where runs keep local state; every run restores from the changelog otherwise. */
  LaneCase keeping(StateHome local) {
    home = local;
    return this;
  }

  /** What records whose key begins with "wait" wait for, in the runs that follow. */
  LaneCase gate(CountDownLatch closed) {
    gate = closed;
    return this;
  }

  /** The runs that follow are of another release, whose state has this version. */
  LaneCase release(int stateVersion) {
    version = stateVersion;
    return this;
  }

  void createInput() {
    admin.create(List.of(new TopicSpec(input(), "key", 4, "delete", -1)));
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
            new CountTask(name + ".out", version, gate),
            user,
            admin,
            home,
            this::notice,
            InstantSource.system());
    runner.start();
    return runner;
  }

  /** The log of a lane that the test is itself. */
  LaneLog log() {
    DeadMembers dead = new DeadMembers(admin.admin(), group());
    return KafkaLaneLog.open(user, group(), group() + "-w1-0", admin, dead, InstantSource.system());
  }

  /** An alert as this case has it. */
  private List<OutRecord> notice(ShardId shard, Notice notice, long since, boolean over) {
    byte[] key = shard.toString().getBytes(UTF_8);
    byte[] text = ("notice " + notice.kind().word() + ": " + notice.text()).getBytes(UTF_8);
    return List.of(
        new OutRecord(name + ".out", OutRecord.BY_KEY, key, text, Map.of(), since, true));
  }

  /** What was told by alerts. */
  List<String> notices() {
    return outputs().stream().filter(o -> o.startsWith("notice ")).toList();
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
