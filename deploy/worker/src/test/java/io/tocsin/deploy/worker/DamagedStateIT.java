package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.kafka.EdgePublisher;
import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.kafka.InputTopics;
import io.tocsin.connectors.kafka.LaneSettings;
import io.tocsin.connectors.kafka.TaskRunner;
import io.tocsin.connectors.kafka.TopicAdmin;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.kafka.TopicSpec;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.Task;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.MemoryBudget;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** A damaged RocksDB folder costs one alert and nothing else. */
class DamagedStateIT {
  private static final Topics TOPICS = new Topics("damage", 1);
  private static final String IN = "damage.in";
  private static final String OUT = "damage.out";
  private static final Duration BOUND = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void damagedStateIsMovedAsideRestoredAndToldByOneAlert() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary(Map.of())) {
      Map<String, String> user = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (TopicAdmin admin = new TopicAdmin(user)) {
        admin.create(TOPICS.specs());
        admin.create(
            List.of(
                new TopicSpec(IN, "key", 1, "delete", -1),
                new TopicSpec(OUT, "key", 1, "delete", -1)));
        run(user, admin, 0, 500);
        damage(folder.resolve("count/damage.in/0"));
        run(user, admin, 500, 1000);
        run(user, admin, 1000, 1500);
      }
      assertThat(values(user, OUT))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 1500).mapToObj(i -> "k=" + i).toList());
      assertThat(values(user, TOPICS.alerts()))
          .singleElement()
          .asString()
          .contains("StateDamaged", "\"firing\"", "count/damage.in-0", "0.broken");
      assertThat(folder.resolve("count/damage.in/0.broken")).isDirectory();
    }
  }

  /** One life of a worker. */
  private void run(Map<String, String> user, TopicAdmin admin, int from, int to)
      throws InterruptedException {
    try (LocalState state = new LocalState(folder, MemoryBudget.of(MemoryBudget.MIN_TOTAL))) {
      TaskRunner run =
          new TaskRunner(
              new TaskRunner.Settings(
                  "damage.group",
                  "w1",
                  InputTopics.of(List.of(IN)),
                  TOPICS,
                  true,
                  1,
                  LaneSettings.DEFAULTS),
              new Count(),
              user,
              admin,
              state,
              new ShardAlerts(new AlertRecords(TOPICS, List.of())),
              InstantSource.system());
      run.start();
      publish(user, to - from);
      Awaitility.await().atMost(BOUND).until(() -> values(user, OUT).size() >= to);
      run.stop(BOUND);
    }
  }

  private static void damage(Path rocksDb) throws IOException {
    try (Stream<Path> files = Files.list(rocksDb)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("MANIFEST")).toList()) {
        Files.writeString(file, "not what RocksDB wrote");
      }
    }
  }

  private static void publish(Map<String, String> user, int count) {
    try (EdgePublisher publisher = new EdgePublisher(user)) {
      byte[] key = "k".getBytes(UTF_8);
      Flux<OutRecord> records =
          Flux.range(0, count)
              .map(i -> new OutRecord(IN, OutRecord.BY_KEY, key, key, Map.of(), -1, false));
      assertThat(publisher.publish(records).filter(p -> p.failure() == null).count().block())
          .isEqualTo(count);
    }
  }

  private static List<String> values(Map<String, String> user, String topic) {
    try (TopicReader reader = new TopicReader(user, List.of(topic))) {
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

  /** Tells of each record how many there were. */
  private static final class Count implements Task {
    @Override
    public String name() {
      return "count";
    }

    @Override
    public Flux<Batch<OutRecord>> open(ShardContext shard, Flux<Batch<Records>> in) {
      Table<String, Long> counts =
          shard.state().table(new TableSpec<>("counts", 1, Codecs.STRING, Codecs.LONG));
      return in.map(batch -> batch.with(count(counts, batch.records().size())));
    }

    private static List<OutRecord> count(Table<String, Long> counts, int records) {
      List<OutRecord> made = new ArrayList<>();
      for (int i = 0; i < records; i++) {
        long count = Objects.requireNonNullElse(counts.get("k"), 0L) + 1;
        counts.put("k", count);
        byte[] value = ("k=" + count).getBytes(UTF_8);
        made.add(new OutRecord(OUT, OutRecord.BY_KEY, value, value, Map.of(), -1, true));
      }
      return made;
    }
  }
}
