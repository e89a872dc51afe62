package io.tocsin.deploy.cli;

import io.tocsin.connectors.codec.EventCodec;
import io.tocsin.connectors.kafka.EdgePublisher;
import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.kafka.GroupProgress;
import io.tocsin.connectors.kafka.TopicAdmin;
import io.tocsin.connectors.kafka.TopicSpec;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.connectors.sensor.FaultKind;
import io.tocsin.connectors.sensor.FaultPlan;
import io.tocsin.connectors.sensor.HostSensor;
import io.tocsin.connectors.sensor.HostSettings;
import io.tocsin.connectors.sensor.PlantSettings;
import io.tocsin.connectors.sensor.PlantSimulator;
import io.tocsin.connectors.sensor.SensorRuntime;
import io.tocsin.connectors.sensor.SensorSettings;
import io.tocsin.connectors.sensor.TruthFile;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.flow.OutRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The demo, from broker to scoreboard. The worker is a child process that knows nothing of it. */
final class Demo {
  private static final Topics TOPICS = new Topics("tocsin", 4);
  private static final String INPUT = "tocsin.in";
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Duration FAULT_GAP = Duration.ofSeconds(5);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  /**
   * Readings of the last moment, their window, grace and idle time: after this nothing more is to
   * come.
   */
  private static final Duration SETTLE = Duration.ofSeconds(8);

  private final Duration live;
  private final Duration history;
  private final @Nullable Path keep;
  private final PrintWriter out;
  private final EventCodec codec = new EventCodec();
  private final CountDownLatch interrupted;

  /**
   * @param interrupted opened when the demo is to end early
   */
  Demo(
      Duration live,
      Duration history,
      @Nullable Path keep,
      PrintWriter out,
      CountDownLatch interrupted) {
    this.live = live;
    this.history = history;
    this.keep = keep;
    this.out = out;
    this.interrupted = interrupted;
  }

  /** Whether enough faults were found. */
  boolean run() throws IOException, InterruptedException {
    Path folder =
        keep == null ? Files.createTempDirectory("tocsin-demo-") : Files.createDirectories(keep);
    try {
      return run(folder);
    } finally {
      if (keep == null) {
        Folders.delete(folder);
      }
    }
  }

  private boolean run(Path folder) throws IOException, InterruptedException {
    say("Starting an embedded Kafka broker…");
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary(Map.of())) {
      Map<String, String> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      say("Kafka is at " + broker.bootstrapServers() + ".");
      Running running = new Running(broker.bootstrapServers(), TOPICS.prefix());
      try (TopicAdmin admin = new TopicAdmin(client);
          EdgePublisher publisher = new EdgePublisher(client)) {
        admin.create(List.of(new TopicSpec(INPUT, "any", 4, "delete", -1)));
        say(
            "Starting a worker as a process of its own (log: "
                + folder.resolve("worker.log")
                + ")…");
        try (WorkerChild worker =
            new WorkerChild(folder, config(folder, broker.bootstrapServers()))) {
          running.announce();
          // While the worker's process begins; what one of both has created, the other finds.
          admin.create(TOPICS.specs());
          return show(folder, client, admin, publisher, worker);
        }
      } finally {
        running.withdraw();
      }
    }
  }

  private boolean show(
      Path folder,
      Map<String, String> client,
      TopicAdmin admin,
      EdgePublisher publisher,
      WorkerChild worker)
      throws InterruptedException {
    PlantSettings plant = PlantSettings.DEFAULT;
    PlantSimulator simulator = new PlantSimulator(plant);
    long start = System.currentTimeMillis() / STEP.toMillis() * STEP.toMillis();
    double rate;
    try (FirstEvent first = new FirstEvent(client, TOPICS.events(), out)) {
      rate = teach(simulator, start, client, admin, publisher);
      first.awaitTold();
    }
    long now = System.currentTimeMillis();
    FaultPlan faults =
        FaultPlan.of(
            plant,
            now,
            now + live.toMillis(),
            FAULT_GAP.toMillis(),
            EnumSet.complementOf(EnumSet.of(FaultKind.DROPOUT)));
    TruthFile truth = new TruthFile(folder.resolve("truth.jsonl"));
    Audit audit = new Audit(TOPICS, INPUT, WINDOW.toMillis(), now);
    try (LiveView view = new LiveView(TOPICS, client, audit, worker, out);
        SensorRuntime sensors =
            new SensorRuntime(
                event -> publish(publisher, event),
                InstantSource.system(),
                Schedulers.boundedElastic())) {
      sensors.add(simulator.live(1000, faults, truth), SensorSettings.every(Duration.ofSeconds(1)));
      sensors.add(
          new HostSensor(new HostSettings(hostName(), folder), System::nanoTime),
          SensorSettings.every(Duration.ofSeconds(1)));
      say(
          "Live. This machine is the real input; the plant and its faults are a simulation. Now you:");
      toTry(Terminal.command() + " send pump-7 pressure=99", "an impossible pressure");
      toTry("yes >/dev/null", "a busy CPU (two of them on two cores)");
      toTry("k, Enter", "kills the worker; another starts, and what was lost is counted");
      view.run(now + live.toMillis(), interrupted);
    }
    boolean cut = interrupted.await(SETTLE.toMillis(), TimeUnit.MILLISECONDS);
    // What began so late that it cannot be found yet is neither found nor missed.
    long judged = System.currentTimeMillis() - (cut ? SETTLE.toMillis() : 0);
    Scoreboard board = Scoreboard.of(folder.resolve("truth.jsonl"), TOPICS, client, now, judged);
    out.println(board.text(rate, cut));
    out.flush();
    return board.passes();
  }

  /**
   * A day of the plant, as fast as it goes; returns events a second from the first to the last
   * processed.
   */
  private double teach(
      PlantSimulator simulator,
      long start,
      Map<String, String> client,
      TopicAdmin admin,
      EdgePublisher publisher)
      throws InterruptedException {
    long from = start - history.toMillis();
    say(
        "Simulated history: "
            + history.toHours()
            + " h of "
            + simulator.series()
            + " series, one reading in "
            + STEP.toSeconds()
            + " s, at full speed");
    long began = System.nanoTime();
    long count =
        Objects.requireNonNull(
            publisher
                .publish(
                    simulator
                        .history(from, start, STEP.toMillis())
                        .concatMapIterable(events -> events)
                        .map(this::record))
                .doOnNext(CommandFailed::ifRefused)
                .count()
                .block());
    long seen = 0;
    boolean cut = false;
    ProgressBar bar = new ProgressBar(out);
    try (GroupProgress progress = new GroupProgress(admin, client)) {
      GroupProgress.Target events = null;
      while (!cut && (events == null || !progress.reached("tocsin.detect", events))) {
        if (events == null && progress.done("tocsin.ingest", INPUT)) {
          events = progress.target(TOPICS.events());
        }
        long open =
            progress.lag("tocsin.ingest", INPUT) + progress.lag("tocsin.detect", TOPICS.events());
        seen = count - Math.min(count, open);
        bar.show(seen, count);
        cut = interrupted.await(200, TimeUnit.MILLISECONDS);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    if (!cut) {
      seen = count;
      bar.done(count);
    }
    return seen / seconds;
  }

  private reactor.core.publisher.Mono<Void> publish(
      EdgePublisher publisher, List<SensorEvent> events) {
    return publisher
        .publish(Flux.fromIterable(events).map(this::record))
        .doOnNext(CommandFailed::ifRefused)
        .then();
  }

  private OutRecord record(SensorEvent event) {
    return new OutRecord(
        INPUT, OutRecord.BY_KEY, codec.key(event), codec.value(event), Map.of(), -1, false);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** The worker's files, as a user would write them. */
  private static Path config(Path folder, String bootstrap) throws IOException {
    Files.writeString(folder.resolve("rules.yaml"), Loaded.resource(Loaded.DEMO_RULES));
    Path file = folder.resolve("tocsin.yaml");
    Files.writeString(
        file,
        String.join(
            "\n",
            "worker:",
            "  state_dir: " + folder.resolve("data"),
            "  memory: 256MiB",
            "  http: { port: 0 }",
            "kafka: { bootstrap.servers: \"" + bootstrap + "\" }",
            "sources:",
            "  default: { topics: [tocsin.in], max_out_of_order: 500ms, idle_after: 3s }",
            "summaries: { window: " + WINDOW.toSeconds() + "s }",
            "rule_files: [rules.yaml]",
            ""));
    return file;
  }

  private void toTry(String what, String does) {
    say(String.format("  %-45s %s", what, does));
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  static String clock(long millis) {
    return CLOCK.withZone(ZoneId.systemDefault()).format(Instant.ofEpochMilli(millis));
  }
}
