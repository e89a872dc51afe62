package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.SummaryCodec;
import io.tocsin.connectors.kafka.EdgePublisher;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.deploy.config.ConfigFileReader;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Sensors that publish in real time to a real broker, and what a worker makes of it. */
final class TimelinePlant implements AutoCloseable {
  /** How often each sensor publishes, milliseconds. */
  static final long EVERY = 250;

  private final Map<String, String> kafka;
  private final String prefix;
  private final Path folder;
  private final EdgePublisher publisher;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private final ScheduledFuture<?> publishing;
  private final CopyOnWriteArraySet<String> live = new CopyOnWriteArraySet<>();
  private final List<Worker> open = new CopyOnWriteArrayList<>();
  private final List<Process> children = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  TimelinePlant(String bootstrap, String prefix, Path folder) {
    kafka = Map.of("bootstrap.servers", bootstrap);
    this.prefix = prefix;
    this.folder = folder;
    publisher = new EdgePublisher(kafka);
    publishing = clock.scheduleAtFixedRate(this::publish, 0, EVERY, TimeUnit.MILLISECONDS);
  }

  String in() {
    return prefix + ".in";
  }

  Map<String, String> kafka() {
    return kafka;
  }

  private void publish() {
    long now = System.currentTimeMillis();
    live.forEach(sensor -> send(sensor, now));
  }

  /** These publish from now on, each reading at the time it is made. */
  void live(String... sensors) {
    live.clear();
    live.addAll(List.of(sensors));
  }

  void send(String sensor, long time) {
    String json =
        "{\"sensor\":\"%s\",\"metric\":\"m\",\"value\":1,\"time\":%d}".formatted(sensor, time);
    OutRecord record =
        new OutRecord(
            in(),
            OutRecord.BY_KEY,
            sensor.getBytes(UTF_8),
            json.getBytes(UTF_8),
            Map.of(),
            -1,
            false);
    publisher.publish(record).subscribe(done -> {}, failed -> {});
  }

  private String config() {
    return """
        worker: { topic_prefix: %s, partitions: 2, memory: 64MiB, state_dir: %s, http: { port: 0 } }
        kafka: { bootstrap.servers: "%s" }
        sources:
          plant: { topics: [%s], max_out_of_order: 500ms, grace: 500ms, idle_after: 1s }
        summaries: { window: 1s }
        rule_files: [rules.yaml]
        """
        .formatted(prefix, folder.resolve("state"), kafka.get("bootstrap.servers"), in());
  }

  /** A worker in this process. */
  void worker(String rules) {
    worker(rules, "");
  }

  /**
   * A worker in this process.
   *
   * @param more lines of the configuration
   */
  void worker(String rules, String more) {
    Problems problems = new Problems();
    Loaded loaded =
        Loaded.read(
            new ConfigFileReader(Environment.EMPTY, problems).read("t.yaml", config() + more),
            "rules.yaml",
            rules,
            Environment.EMPTY,
            problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    Worker worker =
        new Worker(
            loaded.settings(kafka, "w", 2),
            loaded.active(),
            new io.tocsin.connectors.notify.console.ConsoleReceiver(
                System.out, false, java.time.ZoneOffset.UTC),
            java.time.InstantSource.system());
    open.add(worker);
    worker.start();
  }

  /** A worker as a process of its own. */
  Process child(String rules, String tasks) {
    try {
      Path own = Files.createDirectories(folder.resolve(tasks.replace(',', '-')));
      Files.writeString(own.resolve("rules.yaml"), rules);
      Path config = own.resolve("t.yaml");
      Files.writeString(
          config,
          config().replace(folder.resolve("state").toString(), own.resolve("state").toString()));
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.tocsin.deploy.cli.Main",
                  "worker",
                  "--tasks",
                  tasks,
                  "--config",
                  config.toString())
              .redirectErrorStream(true)
              .redirectOutput(own.resolve("log").toFile())
              .start();
      children.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops or continues a process without its knowing. */
  static void signal(Process process, String signal) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + signal + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** No alert until now, and then one for the one that really falls silent. */
  void stillWorks(Watch<Summary> summaries, Watch<Alert> alerts) {
    long now = System.currentTimeMillis();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> summaries.all().stream().anyMatch(s -> s.end() > now + 3_000));
    assertThat(alerts.all()).isEmpty();
    live("a", "b", "d", "e", "f");
    await().atMost(Duration.ofMinutes(1)).until(() -> !alerts.seen.isEmpty());
    assertThat(alerts.all()).extracting(Alert::name).containsExactly("SensorSilent");
    assertThat(alerts.all().get(0).component()).isEqualTo("c");
  }

  /** Waits, as there is nothing to wait for. */
  static void pass(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
  }

  /** Everything that comes to a topic from its beginning, with when it was seen. */
  Watch<Alert> alerts() {
    return watch(prefix + ".alerts", AlertCodec::read);
  }

  Watch<Summary> summaries() {
    return watch(prefix + ".summaries", SummaryCodec::read);
  }

  Watch<String> deadLetters() {
    return watch(prefix + ".dead-letter", value -> new String(value, UTF_8));
  }

  private <T> Watch<T> watch(String topic, Function<byte[], T> read) {
    Watch<T> watch = new Watch<>();
    TopicReader reader =
        await()
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptions()
            .until(() -> reader(topic), found -> found.isPresent())
            .orElseThrow();
    Thread thread = new Thread(() -> poll(reader, read, watch), "watch-" + topic);
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Empty while the topic does not exist. */
  private Optional<TopicReader> reader(String topic) {
    TopicReader reader = new TopicReader(kafka, List.of(topic));
    if (reader.partitions() == 0) {
      reader.close();
      return Optional.empty();
    }
    return Optional.of(reader);
  }

  private <T> void poll(TopicReader reader, Function<byte[], T> read, Watch<T> watch) {
    try (reader) {
      while (!closed) {
        for (Records records : reader.poll(Duration.ofMillis(50))) {
          for (int i = 0; i < records.size(); i++) {
            byte[] value = records.value(i);
            if (value != null) {
              watch.seen.add(new Seen<>(read.apply(value), System.currentTimeMillis()));
            }
          }
        }
      }
    }
  }

  /** What was seen so far. Safe for any thread. */
  static final class Watch<T> {
    final List<Seen<T>> seen = new CopyOnWriteArrayList<>();

    List<T> all() {
      List<T> all = new ArrayList<>();
      seen.forEach(one -> all.add(one.what()));
      return all;
    }
  }

  /**
   * Something, and when it was seen.
   *
   * @param at wall clock, epoch milliseconds
   */
  record Seen<T>(T what, long at) {}

  @Override
  public void close() {
    closed = true;
    publishing.cancel(false);
    clock.shutdown();
    for (Process child : children) {
      child.destroyForcibly().onExit().join();
    }
    open.forEach(Worker::close);
    publisher.close();
  }
}
