package io.tocsin.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.kafka.EdgePublisher;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: what SIGTERM does, and what the exit code says. */
class SignalIT {
  private static final String RULES =
      "groups: [{ name: g, interval: 1s, rules: [{ alert: Hot, expr: temp_c > 90 }] }]\n";

  private final List<Process> processes = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void endAll() {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
  }

  private Path log() {
    return folder.resolve("log");
  }

  private Process start(String... arguments) throws IOException {
    Files.deleteIfExists(log());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dtocsin.log=info"));
    // The file that tells of a running demo or worker is this test's own.
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    processes.add(process);
    return process;
  }

  private String said() throws IOException {
    return Files.exists(log()) ? Files.readString(log()) : "";
  }

  private static void await(String what, Callable<Boolean> is) {
    Awaitility.await(what).atMost(Duration.ofSeconds(60)).until(is);
  }

  /** SIGTERM, and the exit code. */
  private static int terminate(Process process) throws InterruptedException {
    process.destroy();
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    assertThat(ended).as("ends within 30 s").isTrue();
    return process.exitValue();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Path config() throws IOException {
    Files.writeString(folder.resolve("rules.yaml"), RULES);
    return Files.writeString(
        folder.resolve("tocsin.yaml"),
        """
        worker: { state_dir: "%s", partitions: 1, memory: 32MiB, commit: { lazy: 1h }, http: { port: 0 } }
        sources: { s: { topics: [tocsin.in], max_out_of_order: 0s, idle_after: 1s } }
        summaries: { window: 1s }
        rule_files: [rules.yaml]
        """
            .formatted(folder.resolve("data")));
  }

  @Test
  void aWorkerDrainsOnSigtermExitsWithZeroAndGoesOnLater() throws Exception {
    String port = Integer.toString(freePort());
    String config = config().toString();
    Map<String, String> client = Map.of("bootstrap.servers", "127.0.0.1:" + port);

    Process first = start("worker", "--config", config, "--port", port);
    await("the worker is ready", () -> said().contains("worker ready"));
    send(client, 95);
    await("the alert fires", () -> alerts(client).equals(List.of(AlertStatus.FIRING)));
    // Below the limit, so not urgent: only the drain commits what it came to.
    send(client, 50);
    await("and resolves", () -> alerts(client).size() == 2);
    assertThat(terminate(first)).as(said()).isZero();
    assertThat(said()).contains("has drained").doesNotContain("ERROR");

    Process second = start("worker", "--config", config, "--port", port);
    await("the worker is ready again", () -> said().contains("worker ready"));
    send(client, 96);
    await("it fires again", () -> alerts(client).size() == 3);
    assertThat(alerts(client))
        .containsExactly(AlertStatus.FIRING, AlertStatus.RESOLVED, AlertStatus.FIRING);
    assertThat(terminate(second)).as(said()).isZero();
  }

  @Test
  void theBrokerAloneExitsWithZeroAndRemovesItsFolder() throws Exception {
    Process broker = start("broker", "--port", "0");
    await("the broker tells where it is", () -> said().contains("127.0.0.1:"));
    assertThat(folder.resolve("tmp")).isNotEmptyDirectory();
    assertThat(terminate(broker)).as(said()).isZero();
    theFolderForTemporaryFilesIsClean();
  }

  @Test
  void aBrokerThatCannotStartSaysWhyAndLeavesNothingBehind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refuses("127.0.0.1:" + taken.getLocalPort(), "--port", "" + taken.getLocalPort());
    }
    refuses("abc for configuration log.retention.ms", "--set", "log.retention.ms=abc");
  }

  private void refuses(String why, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("broker"));
    arguments.addAll(List.of(options));
    Process broker = start(arguments.toArray(String[]::new));
    assertThat(broker.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(broker.exitValue()).isEqualTo(1);
    assertThat(said()).contains("the embedded broker does not start", why).doesNotContain("\tat ");
    theFolderForTemporaryFilesIsClean();
  }

  private void theFolderForTemporaryFilesIsClean() throws IOException {
    try (var left = Files.list(folder.resolve("tmp"))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("tocsin-")))
          .isEmpty();
    }
  }

  @Test
  void aReplayThatIsEndedEarlyLeavesNothingBehind() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("pump.csv"),
            "timestamp,temp_c\n2026-01-01 00:00:00,1\n2026-01-01 09:00:00,2\n");
    Path out = folder.resolve("out");
    Process replay = start("replay", "--speed", "1x", "--out", out.toString(), file.toString());
    await("the worker runs", () -> said().contains("ready, "));
    assertThat(terminate(replay)).as(said()).isEqualTo(1);
    assertThat(said()).contains("ended early: nothing is written to " + out);
    assertThat(out).isEmptyDirectory();
    theFolderForTemporaryFilesIsClean();
  }

  @Test
  void aBadConfigurationIsRefusedWithAllItsProblems() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("bad.yaml"),
            """
            worker: { memroy: 1GiB, tasks: [ingest, guess] }
            route: { receiver: nobody }
            rule_files: [none/*.yaml]
            """);
    Process process = start("worker", "--config", config.toString());
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(said())
        .contains("bad.yaml:1:")
        .contains("memroy")
        .contains("guess")
        .contains("nobody")
        .contains("none/*.yaml")
        .contains("4 problem(s); the worker does not start")
        .doesNotContain("\tat ");
  }

  private static void send(Map<String, String> client, int value) {
    byte[] event =
        ("{\"sensor\":\"pump-7\",\"metric\":\"temp_c\",\"value\":" + value + "}").getBytes(UTF_8);
    try (EdgePublisher publisher = new EdgePublisher(client)) {
      publisher
          .publish(new OutRecord("tocsin.in", OutRecord.BY_KEY, null, event, Map.of(), -1, false))
          .block();
    }
  }

  private static List<AlertStatus> alerts(Map<String, String> client) {
    List<AlertStatus> all = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client, List.of("tocsin.alerts"))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(Duration.ofMillis(100))) {
          for (int i = 0; i < records.size(); i++) {
            byte[] value = records.value(i);
            if (value != null) {
              Alert alert = AlertCodec.read(value);
              all.add(alert.status());
            }
          }
        }
      }
    }
    return all;
  }
}
