package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.tocsin.connectors.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Files of every form through the real worker. All runs share one given Kafka. */
class ReplayIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RULES =
      """
      groups:
      - name: g
        interval: 10s
        rules:
        - { alert: Hot, expr: temp_c > 90, labels: { severity: critical } }
      """;

  private static EmbeddedBroker broker;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.startTemporary(Map.of());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void writeRules() throws IOException {
    Files.writeString(folder.resolve("rules.yaml"), RULES);
  }

  private int replay(String... arguments) {
    List<String> all = new ArrayList<>(List.of("replay"));
    all.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    all.addAll(List.of("--rules", folder.resolve("rules.yaml").toString()));
    all.addAll(List.of("--out", folder.resolve("out").toString()));
    all.addAll(List.of(arguments));
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private List<JsonNode> lines(String name) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("out").resolve(name))) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }

  private List<String> alerts() throws IOException {
    List<String> told = new ArrayList<>();
    for (JsonNode alert : lines("alerts.jsonl")) {
      String label = alert.path("labels").path("site").asText();
      told.add(
          alert.path("status").asText()
              + " "
              + alert.path("labels").path("sensor").asText()
              + (label.isEmpty() ? "" : " in " + label));
    }
    return told;
  }

  private JsonNode summary() throws IOException {
    return JSON.readTree(Files.readString(folder.resolve("out/summary.json")));
  }

  @Test
  void wideCsvOfSeveralFilesTakesItsSensorFromTheFilesName() throws IOException {
    String one =
        file(
            "pump-1.csv",
            "timestamp,temp_c,load\n2024-01-01 00:00:00,95,1\n2024-01-01 00:00:10,20,1\n");
    String two = file("pump-2.csv", "timestamp,temp_c\n1704067200,20\n1704067210,96\n");
    assertThat(replay(one, two)).as(err.toString()).isZero();
    assertThat(alerts()).containsExactly("firing pump-1", "firing pump-2", "resolved pump-1");
    assertThat(summary().path("events").asLong()).isEqualTo(6);
    assertThat(summary().path("firings").asLong()).isEqualTo(2);
    assertThat(summary().path("events_per_s").asDouble()).isPositive();
    assertThat(lines("incidents.jsonl"))
        .extracting(incident -> incident.path("component").asText())
        .containsExactlyInAnyOrder("pump-1", "pump-2");
    assertThat(lines("alerts.jsonl")).noneMatch(a -> a.path("historical").asBoolean());
    assertThat(out.toString()).contains("6 events").contains("2 firings, 2 incidents");
  }

  /** Years lie between the last reading and the clock of worker and broker. */
  @Test
  void theJumpFromOldDataToTodayRaisesNothing() throws IOException {
    Files.writeString(
        folder.resolve("rules.yaml"),
        """
        groups:
        - name: g
          interval: 10s
          rules:
          - { alert: Hot, expr: temp_c > 90, on_no_data: 5m }
          - { alert: Mean, expr: 'avg_over_time(temp_c[1m]) > 90', on_no_data: 5m }
          - { alert: Silent, absent: { expect_every: 30s, after: 2m } }
          - { alert: Gone, absent: {} }
        """);
    StringBuilder csv = new StringBuilder("timestamp,temp_c\n");
    for (int minute = 0; minute < 60; minute++) {
      String value = minute < 50 ? "20" : "95";
      csv.append("2013-07-04 00:%02d:00,%s%n".formatted(minute, value));
      csv.append("2013-07-04 00:%02d:30,%s%n".formatted(minute, value));
    }
    String one = file("pump-1.csv", csv.toString());
    String two = file("pump-2.csv", csv.toString());
    assertThat(replay(one, two)).as(err.toString()).isZero();
    assertThat(lines("alerts.jsonl"))
        .extracting(a -> a.path("labels").path("alertname").asText() + " " + a.path("status"))
        .as("what fires at the end of the data goes on firing")
        .containsExactlyInAnyOrder(
            "Hot \"firing\"", "Hot \"firing\"", "Mean \"firing\"", "Mean \"firing\"");
    assertThat(lines("alerts.jsonl"))
        .allMatch(a -> a.path("startsAt").asText().startsWith("2013-07-04T00:5"))
        .noneMatch(a -> a.path("historical").asBoolean());
  }

  /** Each form has a sensor of its own; the one of the wide file is named. */
  @Test
  void filesOfAllFormsGoTogetherAndBadLinesAreCounted() throws IOException {
    String wide = file("export.csv", "timestamp,temp_c\n1704067200000,95\n");
    String longCsv =
        file(
            "long.csv",
            """
            time,sensor,metric,value,site
            2024-01-01T00:00:00Z,a,temp_c,95,north
            2024-01-01T00:00:00Z,b,temp_c,20,south
            2024-01-01T01:00:10+01:00,a,temp_c,30,north
            """);
    String lines =
        file(
            "events.jsonl",
            """
            {"sensor":"j","metric":"temp_c","value":95,"time":"2024-01-01T00:00:00Z"}
            {"sensor":"j","values":{"temp_c":96,"load":1},"time":1704067205000}
            no event
            {"sensor":"j","metric":"temp_c","value":10,"time":"2024-01-01T00:00:20Z"}
            """);
    assertThat(replay("--sensor", "press-9", wide, longCsv, lines)).as(err.toString()).isZero();
    assertThat(alerts())
        .containsExactlyInAnyOrder(
            "firing press-9", "firing a in north", "resolved a in north", "firing j", "resolved j");
    assertThat(summary().path("lines").asLong()).isEqualTo(8);
    assertThat(summary().path("events").asLong()).isEqualTo(8);
    assertThat(summary().path("bad_lines").asLong()).isEqualTo(1);
  }

  /** Six seconds of event time at twice the speed last three. */
  @Test
  void speedIsAFactorOfEventTimeAndReceiversAreCalledOnlyWhenAskedTo() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    hook.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    hook.start();
    try {
      String config =
          file(
              "tocsin.yaml",
              """
              route: { receiver: hook, group_wait: 0s }
              receivers: [{ name: hook, webhook_configs: [{ url: "http://127.0.0.1:%d/" }] }]
              """
                  .formatted(hook.getAddress().getPort()));
      String file = file("s.csv", "timestamp,temp_c\n1704067200,95\n1704067203,9\n1704067206,9\n");
      assertThat(replay("--config", config, "--speed", "2x", file)).isZero();
      assertThat(summary().path("seconds").asDouble()).isGreaterThan(3);
      assertThat(calls).hasValue(0);
      assertThat(replay("--config", config, "--deliver", file)).isZero();
      assertThat(calls).hasPositiveValue();
    } finally {
      hook.stop(0);
    }
  }

  @Test
  void aSpeedThatIsNoneIsWrongUsage() throws IOException {
    assertThat(replay("--speed", "fast", file("s.csv", "timestamp,x\n1,1\n"))).isEqualTo(2);
    assertThat(err.toString()).contains("\"fast\"").contains("accepted are max, or a factor");
  }

  @Test
  void aFileThatCannotBeReadIsWrongUsage() {
    assertThat(replay(folder.resolve("nowhere.csv").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("nowhere.csv: there is no such file");
  }
}
