package io.tocsin.deploy.worker;

import io.tocsin.connectors.kafka.HeldBack;
import io.tocsin.connectors.kafka.HeldBackWatch;
import io.tocsin.connectors.kafka.InputTopics;
import io.tocsin.connectors.kafka.LaneStats;
import io.tocsin.connectors.kafka.TaskRunner;
import io.tocsin.connectors.kafka.TopicAdmin;
import io.tocsin.connectors.kafka.TopicSpec;
import io.tocsin.connectors.notify.console.ConsoleReceiver;
import io.tocsin.pipeline.flow.Task;
import io.tocsin.pipeline.state.MemoryBudget;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream worker: the tasks it was told to run, each on its lanes, over one folder of local state.
 * {@link #start} and {@link #close} may be called by any thread, each once.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration DRAIN = Duration.ofSeconds(15);

  private final WorkerSettings settings;
  private final TopicAdmin admin;
  private final LocalState state;
  private final Receivers receivers;
  private final InstantSource clock;
  private final Map<String, TaskRunner> runners = new TreeMap<>();
  private final Map<String, TaskCounts> counts = new TreeMap<>();
  private final Map<String, Integer> partitions;
  private final DetectTask detect;
  private final ActiveRules active;
  private final HeldBackWatch heldBack;

  /**
   * Creates what is missing: topics, changelogs, folders.
   *
   * @param active the rules, which may change
   * @param console where receivers of type console print
   */
  public Worker(
      WorkerSettings settings, ActiveRules active, ConsoleReceiver console, InstantSource clock) {
    this.settings = settings;
    this.active = active;
    this.clock = clock;
    admin = new TopicAdmin(settings.kafka());
    admin.create(settings.topics().specs());
    admin.create(missingSources());
    state =
        new LocalState(settings.stateDir().resolve("state"), MemoryBudget.of(settings.memory()));
    receivers = new Receivers(settings.receivers(), console);
    WorkerSettings.TASKS.forEach(task -> counts.put(task, new TaskCounts()));
    partitions = described();
    detect = new DetectTask(settings, active, partitions, counts("detect"));
    for (String task : WorkerSettings.TASKS) {
      if (settings.tasks().contains(task) && hasWork(task)) {
        runners.put(task, runner(task));
      }
    }
    heldBack = new HeldBackWatch(admin, clock, HeldBack.PATIENCE, runners.values());
  }

  /** Starts every task's lanes. */
  public void start() {
    runners.values().forEach(TaskRunner::start);
    heldBack.start();
    LOG.info(
        "worker {} runs {}, {} ms after its process began",
        settings.instance(),
        runners.keySet(),
        clock.millis() - ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  public WorkerSettings settings() {
    return settings;
  }

  /** What the lanes of each running task tell. */
  public Map<String, LaneStats> lanes() {
    Map<String, LaneStats> stats = new TreeMap<>();
    runners.forEach((task, runner) -> stats.put(task, runner.stats()));
    return stats;
  }

  /** What keeps shards waiting and is no lack of speed, for people. */
  public List<String> heldBack() {
    return heldBack.found();
  }

  /** The admin client, for looking at topics. */
  public TopicAdmin admin() {
    return admin;
  }

  TaskCounts counts(String task) {
    TaskCounts of = counts.get(task);
    if (of == null) {
      throw new IllegalArgumentException("no task \"" + task + "\"");
    }
    return of;
  }

  DetectTask detect() {
    return detect;
  }

  LocalState state() {
    return state;
  }

  InstantSource clock() {
    return clock;
  }

  /** Lets the lanes commit what they have, then closes everything. */
  @Override
  public void close() {
    runners.values().forEach(TaskRunner::askToStop);
    long deadline = clock.millis() + DRAIN.toMillis();
    try {
      boolean ended = true;
      for (TaskRunner runner : runners.values()) {
        ended &= runner.stop(Duration.ofMillis(Math.max(0, deadline - clock.millis())));
      }
      if (ended) {
        LOG.info("worker {} has drained", settings.instance());
      } else {
        LOG.warn(
            "worker {} ends without its last commit: what that was for is worked on again after the"
                + " next start",
            settings.instance());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    heldBack.close();
    state.close();
    receivers.close();
    admin.close();
  }

  /** Where all sources are keyed there is nothing to ingest. */
  private boolean hasWork(String task) {
    return !task.equals("ingest") || !ingested().isEmpty();
  }

  private TaskRunner runner(String task) {
    return new TaskRunner(
        new TaskRunner.Settings(
            settings.topics().prefix() + "." + task,
            settings.instance(),
            inputs(task),
            settings.topics(),
            !task.equals("ingest"),
            task.equals("detect") ? settings.lanes() : 1,
            settings.lane()),
        task(task),
        settings.kafka(),
        admin,
        state,
        new ShardAlerts(new AlertRecords(settings.topics(), settings.scope())),
        clock);
  }

  private Task task(String task) {
    return switch (task) {
      case "ingest" ->
          new IngestTask(
              settings,
              partitions.getOrDefault(settings.topics().events(), settings.topics().partitions()),
              counts(task));
      case "detect" -> detect;
      case "respond" -> new RespondTask(settings, active, counts(task));
      case "deliver" -> new DeliverTask(settings, counts(task), receivers);
      default -> throw new IllegalArgumentException("no task \"" + task + "\"");
    };
  }

  private InputTopics inputs(String task) {
    return switch (task) {
      case "ingest" -> sourceTopics();
      case "detect" -> {
        List<String> names =
            new ArrayList<>(List.of(settings.topics().events(), settings.topics().partials()));
        settings.sources().stream()
            .filter(Source::keyed)
            .forEach(source -> names.addAll(source.topics()));
        yield InputTopics.of(names);
      }
      case "respond" -> InputTopics.of(List.of(settings.topics().alerts()));
      default -> InputTopics.of(List.of(settings.topics().notifications()));
    };
  }

  private InputTopics sourceTopics() {
    List<String> topics = ingested();
    if (topics.stream().noneMatch(t -> t.startsWith("^"))) {
      return InputTopics.of(topics);
    }
    String any = topics.stream().map(Source::regex).collect(Collectors.joining("|"));
    return InputTopics.matching(Pattern.compile("^(?:" + any + ")$"));
  }

  private List<String> ingested() {
    return settings.sources().stream()
        .filter(source -> !source.keyed())
        .flatMap(source -> source.topics().stream())
        .toList();
  }

  /**
   * Source topics that are named and do not exist: whoever sends first should not have to create
   * them.
   */
  private List<TopicSpec> missingSources() {
    return settings.sources().stream()
        .flatMap(source -> source.topics().stream())
        .filter(topic -> !topic.startsWith("^") && admin.describe(topic) == null)
        .map(t -> new TopicSpec(t, "any", settings.topics().partitions(), "delete", SOURCE_KEEPS))
        .toList();
  }

  private static final long SOURCE_KEEPS = Duration.ofDays(7).toMillis();

  /** Of the topics that detection reads, as they are. */
  private Map<String, Integer> described() {
    Map<String, Integer> described = new TreeMap<>();
    Stream<String> ours = Stream.of(settings.topics().events(), settings.topics().partials());
    Stream<String> keyed =
        settings.sources().stream()
            .filter(Source::keyed)
            .flatMap(source -> source.topics().stream());
    Stream.concat(ours, keyed)
        .forEach(
            topic -> {
              TopicAdmin.TopicState found = admin.describe(topic);
              if (found != null) {
                described.put(topic, found.partitions());
              }
            });
    return described;
  }
}
