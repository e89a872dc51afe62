package io.tocsin.deploy.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A broker and workers, each a process of its own, with their folders. */
final class Site implements AutoCloseable {
  static final String TOPIC = "tocsin.in";

  /** The one rule's name. */
  static final String ALERT = "PressureHigh";

  static final Duration SESSION = Duration.ofSeconds(3);
  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final String protocol;
  private final int port = freePort();
  private final Map<String, Child> workers = new TreeMap<>();
  private Child broker;

  /**
   * Starts the broker.
   *
   * @param protocol of the consumer groups: classic or consumer
   */
  Site(Path folder, String protocol) throws IOException {
    this.folder = folder;
    this.protocol = protocol;
    Files.writeString(
        folder.resolve("rules.yaml"),
        """
        groups:
        - name: limit
          interval: 1s
          rules:
          - alert: %s
            expr: pressure > %s
            labels: { severity: warning }
        """
            .formatted(ALERT, CrashInput.LIMIT));
    broker = brokerProcess();
    awaitBroker();
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  void startBroker() {
    broker = brokerProcess();
  }

  private Child brokerProcess() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("broker", "--port", Integer.toString(port)));
    arguments.addAll(List.of("--data", folder.resolve("broker").toString()));
    arguments.addAll(List.of("--set", "group.consumer.session.timeout.ms=" + SESSION.toMillis()));
    arguments.addAll(List.of("--set", "group.consumer.heartbeat.interval.ms=500"));
    // What the broker did is known only from its log, should a run find something of its doing.
    return Child.start(
        folder.resolve("broker.log"),
        384,
        Map.of("TOCSIN_KAFKA_LOG", "info"),
        arguments.toArray(new String[0]));
  }

  void awaitBroker() {
    broker.awaitLine(bootstrap(), START);
  }

  Child broker() {
    return broker;
  }

  /** Starts a worker of that name with what is left of its folder. */
  Child startWorker(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    boolean classic = protocol.equals("classic");
    Files.writeString(
        home.resolve("tocsin.yaml"),
        """
        worker:
          state_dir: %s
          memory: 64MiB
          lanes: 2
          http: { port: 0 }
        kafka:
          bootstrap.servers: "%s"
          group.protocol: %s
          reconnect.backoff.max.ms: "200"
        %s
        sources:
          default: { topics: [%s], max_out_of_order: 0s, grace: 0s, idle_after: 30m }
        summaries: { window: %dms }
        rule_files: [../rules.yaml]
        """
            .formatted(
                state(name),
                bootstrap(),
                protocol,
                classic
                    ? "  session.timeout.ms: \""
                        + SESSION.toMillis()
                        + "\"\n  heartbeat.interval.ms: \"500\""
                    : "",
                TOPIC,
                CrashInput.WINDOW));
    Child worker =
        Child.start(
            folder.resolve(name + ".log"),
            256,
            "worker",
            "--config",
            home.resolve("tocsin.yaml").toString());
    workers.put(name, worker);
    return worker;
  }

  Child worker(String name) {
    return Objects.requireNonNull(workers.get(name), name);
  }

  Path state(String name) {
    return folder.resolve(name).resolve("state");
  }

  void awaitWorker(String name) {
    worker(name).awaitLine("worker ready", START);
  }

  /** Bytes of records in the broker's logs by topic, all but the broker's own metadata. */
  Map<String, Long> logBytes() throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.resolve("broker"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
        String partition = String.valueOf(file.getName(file.getNameCount() - 2));
        if (!partition.startsWith("__cluster_metadata")) {
          bytes.merge(partition.replaceAll("-\\d+$", ""), Files.size(file), Long::sum);
        }
      }
    }
    return bytes;
  }

  /**
   * What the broker's log says of transactions that it called complete without their markers: a
   * fault of its own, after which results come twice or never.
   */
  List<String> skippedMarkers() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("broker.log"))) {
      return lines.filter(line -> line.contains("Couldn't find leader endpoint")).toList();
    }
  }

  /** Ends all workers in order. */
  void endWorkers() throws InterruptedException {
    for (Child worker : workers.values()) {
      if (worker.alive()) {
        worker.end(Duration.ofSeconds(40));
      }
    }
  }

  @Override
  public void close() {
    workers.values().forEach(Child::destroy);
    broker.destroy();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
