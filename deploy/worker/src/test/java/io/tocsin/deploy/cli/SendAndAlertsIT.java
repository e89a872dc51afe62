package io.tocsin.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.kafka.EdgePublisher;
import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.kafka.TopicAdmin;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.kafka.TopicSpec;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What a user types beside a running installation. */
class SendAndAlertsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static EmbeddedBroker broker;
  private static Map<String, String> client;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.startTemporary(Map.of());
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private int run(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    all.addAll(List.of(arguments));
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private static void topics(String prefix) {
    try (TopicAdmin admin = new TopicAdmin(client)) {
      admin.create(new Topics(prefix, 1).specs());
      admin.create(List.of(new TopicSpec(prefix + ".in", "any", 1, "delete", -1)));
    }
  }

  private static List<JsonNode> read(String topic) throws JsonProcessingException {
    List<JsonNode> values = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client, List.of(topic))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(Duration.ofMillis(100))) {
          for (int i = 0; i < records.size(); i++) {
            byte[] value = records.value(i);
            values.add(JSON.readTree(value == null ? "null" : new String(value, UTF_8)));
          }
        }
      }
    }
    return values;
  }

  @Test
  void sendPublishesOneReadingForEachMetric() throws JsonProcessingException {
    topics("s");
    assertThat(
            run(
                "send",
                "--topic-prefix",
                "s",
                "--label",
                "site=a",
                "--time",
                "2026-01-31T10:00:00Z",
                "pump-7",
                "pressure=99",
                "temp_c=-1.5"))
        .as(err.toString())
        .isZero();
    List<JsonNode> events = read("s.in");
    assertThat(events).hasSize(2);
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.path("sensor").asText()).isEqualTo("pump-7");
              assertThat(event.path("labels").path("site").asText()).isEqualTo("a");
            });
    assertThat(events)
        .extracting(event -> event.path("metric").asText() + "=" + event.path("value").asDouble())
        .containsExactlyInAnyOrder("pressure=99.0", "temp_c=-1.5");
    assertThat(out.toString()).contains("sent pump-7").contains("to s.in");
  }

  @Test
  void sendRefusesWhatIsNoNumber() {
    topics("w");
    assertThat(run("send", "--topic-prefix", "w", "pump-7", "pressure=high")).isEqualTo(2);
    assertThat(err.toString()).contains("pressure: \"high\" is no finite number");
    assertThat(run("send", "--topic-prefix", "w", "pump-7")).isEqualTo(2);
  }

  private static void publish(Topics topics, String sensor, String severity, boolean active) {
    Labels labels = Labels.of("alertname", "Hot", "sensor", sensor).with("severity", severity);
    Alert alert =
        new Alert(
            AlertStatus.FIRING,
            labels,
            Map.of(),
            1_769_853_600_000L,
            Alert.OPEN,
            Fingerprint.of(labels),
            95,
            null,
            "g/Hot",
            1,
            0,
            "condition",
            false,
            "temp_c is 95, expected at most 90");
    try (EdgePublisher publisher = new EdgePublisher(client)) {
      publisher
          .publish(
              new OutRecord(
                  topics.currentAlerts(),
                  OutRecord.BY_KEY,
                  AlertCodec.fingerprintKey(alert),
                  active ? AlertCodec.value(alert) : null,
                  Map.of(),
                  -1,
                  false))
          .block();
    }
  }

  @Test
  void alertsAreATableWorstFirstOrJsonLines() throws JsonProcessingException {
    topics("a");
    Topics topics = new Topics("a", 1);
    assertThat(run("alerts", "--topic-prefix", "a")).isZero();
    assertThat(out.toString()).contains("no alerts");
    publish(topics, "mild", "info", true);
    publish(topics, "grave", "critical", true);
    publish(topics, "over", "critical", true);
    publish(topics, "over", "critical", false);

    out.getBuffer().setLength(0);
    assertThat(run("alerts", "--topic-prefix", "a")).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("SEVERITY");
    assertThat(lines.get(1))
        .startsWith("CRITICAL")
        .contains("FIRING", "Hot", "grave", "2026-01-31T10:00:00Z", "expected at most 90");
    assertThat(lines.get(2)).startsWith("INFO").contains("mild");

    out.getBuffer().setLength(0);
    assertThat(run("alerts", "--topic-prefix", "a", "-o", "json")).isZero();
    List<String> json = out.toString().lines().toList();
    assertThat(json).hasSize(2);
    assertThat(JSON.readTree(json.get(0)).path("labels").path("sensor").asText())
        .isEqualTo("grave");
  }

  @Test
  void watchShowsWhatChanges() {
    topics("watch");
    CompletableFuture<Integer> watching =
        CompletableFuture.supplyAsync(
            () -> run("alerts", "--topic-prefix", "watch", "--watch", "-o", "json"),
            task -> {
              Thread thread = new Thread(task, "watching");
              thread.setDaemon(true);
              thread.start();
            });
    publish(new Topics("watch", 1), "late", "critical", true);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> out.toString().contains("\"late\""));
    assertThat(watching).isNotDone();
  }

  @Test
  void withoutAnythingRunningTheCommandSaysWhatToDo() {
    String tmp = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", "/nowhere");
    try {
      int status =
          new CommandLine(new Main())
              .setErr(new PrintWriter(err))
              .setExecutionExceptionHandler(
                  (e, line, parsed) -> {
                    line.getErr().println(e.getMessage());
                    return 1;
                  })
              .execute("alerts");
      assertThat(status).isEqualTo(1);
      assertThat(err.toString()).contains("start \"tocsin demo\"").contains("--bootstrap-servers");
    } finally {
      System.setProperty("java.io.tmpdir", tmp);
    }
  }
}
