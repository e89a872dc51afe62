package io.tocsin.deploy.config;

import io.tocsin.connectors.kafka.LaneSettings;
import io.tocsin.connectors.kafka.LossPolicy;
import io.tocsin.deploy.worker.ReceiverSettings;
import io.tocsin.deploy.worker.Source;
import io.tocsin.deploy.worker.WorkerSettings;
import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.rule.ConfigReader;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.state.MemoryBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the platform's file. Every problem goes to {@link Problems} with line and column; the
 * result is to be used only if there is none.
 */
public final class ConfigFileReader {
  /** What the source is called where the file names none. */
  static final String DEFAULT_SOURCE = "default";

  private static final Map<String, String> NOT_YET =
      Map.of(
          "correlate", "not yet: alerts join by component, type and context with fixed defaults",
          "escalations", "not yet: escalations come later",
          "archives", "not yet: archives come later; consume the topics meanwhile");

  private final Environment environment;
  private final Problems problems;

  public ConfigFileReader(Environment environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** Reads {@code text} as the file called {@code file}; an empty text gives the defaults. */
  public ConfigFile read(String file, String text) {
    ConfigMap root = ConfigReader.read(file, text, environment, problems);
    NOT_YET.forEach(root::refuse);
    ConfigMap worker = root.map("worker");
    ConfigMap commit = worker.map("commit");
    ConfigMap http = worker.map("http");
    String prefix = prefix(worker);
    SourceReader sources = new SourceReader();
    List<String> scope = root.strings("scope", List.of());
    InhibitReader inhibitions = new InhibitReader(scope);
    Map<String, ReceiverSettings> receivers = new ReceiverReader().read(root);
    ConfigFile read =
        new ConfigFile(
            prefix,
            (int) worker.integer("partitions", 1, 1000, 4),
            tasks(worker),
            Path.of(worker.string("state_dir", "./tocsin-data")),
            memory(worker),
            (int) worker.integer("lanes", 0, 256, 0),
            LaneSettings.DEFAULTS
                .withCommit(
                    positive(commit, "urgent", Duration.ofMillis(100)),
                    positive(commit, "lazy", Duration.ofSeconds(2)))
                .withOnLostInput(onLostInput(worker)),
            (int) http.integer("port", 0, 65535, 8080),
            kafka(root),
            sources.read(root, prefix),
            sources.historicalAfter().toMillis(),
            SummaryReader.read(root),
            ExpectedReader.read(root),
            root.strings("rule_files", List.of()),
            ruleTopic(root),
            scope,
            new RouteReader(receivers.keySet(), new TimeIntervalReader().read(root)).read(root),
            inhibitions.read(root),
            inhibitions.labelUses(),
            receivers);
    for (ConfigMap map : List.of(commit, http, worker, root)) {
      map.done();
    }
    return read;
  }

  private static String prefix(ConfigMap worker) {
    String prefix = worker.string("topic_prefix", "tocsin");
    if (!prefix.matches("[a-zA-Z0-9._-]{1,150}")) {
      worker.get("topic_prefix").problem("accepted: 1 to 150 of letters, digits, '.', '_' and '-'");
    }
    return prefix;
  }

  private static Optional<String> ruleTopic(ConfigMap root) {
    Optional<String> topic = root.string("rule_topic");
    if (topic.isPresent() && !topic.get().matches("[a-zA-Z0-9._-]{1,249}")) {
      root.get("rule_topic").problem("accepted: 1 to 249 of letters, digits, '.', '_' and '-'");
    }
    return topic;
  }

  private static LossPolicy onLostInput(ConfigMap worker) {
    String word = worker.string("on_lost_input", "stop");
    if (word.equals("continue")) {
      return LossPolicy.CONTINUE;
    }
    if (!word.equals("stop")) {
      worker.get("on_lost_input").problem("accepted: stop, continue");
    }
    return LossPolicy.STOP;
  }

  private static Set<String> tasks(ConfigMap worker) {
    Set<String> tasks = new LinkedHashSet<>();
    List<ConfigNode> items = worker.get("tasks").items();
    for (ConfigNode item : items) {
      String task = item.string().orElse("");
      if (WorkerSettings.TASKS.contains(task)) {
        tasks.add(task);
      } else {
        item.problem("there is no such task; accepted: " + WorkerSettings.TASKS);
      }
    }
    return items.isEmpty() ? new LinkedHashSet<>(WorkerSettings.TASKS) : tasks;
  }

  private static long memory(ConfigMap worker) {
    long memory =
        worker.size("memory", MemoryBudget.defaultTotal(Runtime.getRuntime().maxMemory()));
    if (memory < MemoryBudget.MIN_TOTAL) {
      worker.get("memory").problem("accepted: 16MiB or more");
    }
    return memory;
  }

  private static Duration positive(ConfigMap map, String key, Duration absent) {
    Duration value = map.duration(key, absent);
    if (value.isZero() || value.isNegative()) {
      map.get(key).problem("accepted: more than 0");
    }
    return value;
  }

  /** Every client property passes through; an empty value counts as none. */
  private static Map<String, String> kafka(ConfigMap root) {
    Map<String, String> properties = new LinkedHashMap<>(root.stringMap("kafka"));
    properties.values().removeIf(String::isEmpty);
    return properties;
  }

  /** The default source where the file names none: native events on {@code PREFIX.in}. */
  static Source defaultSource(String prefix) {
    List<String> topics = new ArrayList<>(List.of(prefix + ".in"));
    return new Source(
        DEFAULT_SOURCE,
        topics,
        io.tocsin.connectors.codec.CodecSettings.of("native"),
        false,
        io.tocsin.pipeline.window.WindowSettings.DEFAULTS);
  }
}
