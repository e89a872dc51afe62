package io.tocsin.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.EventFile;
import io.tocsin.connectors.codec.FileLine;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.deploy.backtest.Backtest;
import io.tocsin.deploy.backtest.BacktestResult;
import io.tocsin.deploy.backtest.BacktestRules;
import io.tocsin.deploy.backtest.CompositeExplanation;
import io.tocsin.deploy.backtest.Explanation;
import io.tocsin.deploy.backtest.Hearing;
import io.tocsin.deploy.backtest.NativeRecords;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.pipeline.correlate.CompositeRule;
import io.tocsin.pipeline.detect.RuleTrace;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells why a rule did or did not fire. */
@Command(
    name = "explain",
    description = {
      "Tells why a rule did, or did not, fire for a sensor, or for a group of sensors, at a time: what it saw over which window, which sensors",
      "brought what, the alert's state, what was told, and whether people heard of it. Over files, or over the events and alerts that a running",
      "worker's topics still hold."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--rule",
      required = true,
      description = "The rule: group/name, or its name alone.")
  private String rule = "";

  @Option(
      names = "--sensor",
      paramLabel = "SENSOR",
      description =
          "The sensor; for a rule that puts sensors together, the groups that it belongs to.")
  private String sensor = "";

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "A label of what is asked about, such as site=a; as many as there are.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "When, in ISO-8601. Default: the end of the data.")
  private @Nullable Instant at;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Rule file. Default: with DATA the shipped rules, else the running worker's.")
  private @Nullable Path rules;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Platform's file: its routes and how its first source tells time.")
  private @Nullable Path config;

  @Option(
      names = "--worker",
      paramLabel = "URL",
      description = "The worker's HTTP address. Default: ${DEFAULT-VALUE}.")
  private String worker = "http://localhost:8080";

  @Parameters(
      arity = "0..*",
      paramLabel = "DATA",
      description = "Files of events; without any, the worker's topics.")
  private List<Path> files = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    DataOption.check(spec, files);
    Loaded loaded = rules == null && files.isEmpty() ? running() : RulesOption.load(rules, config);
    BacktestRules version =
        files.isEmpty() ? RulesOption.goingOn(loaded) : RulesOption.ending(loaded);
    long until = at == null ? Alert.OPEN : at.toEpochMilli();
    Optional<CompositeRule> composite =
        version.composites().stream()
            .filter(one -> List.of(one.id(), one.name(), one.alert()).contains(rule))
            .findFirst();
    PrintWriter out = spec.commandLine().getOut();
    List<Alert> alerts;
    List<Alert> transitions;
    if (composite.isPresent()) {
      alerts = composed(loaded, version).alerts();
      CompositeExplanation explanation =
          new CompositeExplanation(composite.get(), alerts, asked(), until);
      explanation.lines().forEach(out::println);
      transitions = explanation.transitions();
    } else {
      RuleTrace trace = RuleTrace.of(version.rules(), rule, asked(), until);
      Explanation explanation = new Explanation(trace, asked(), until);
      BacktestResult told = followed(loaded, version, trace, explanation);
      explanation.lines(told).forEach(out::println);
      alerts = told.alerts();
      transitions = explanation.transitions(told);
      if (trace.shadow() && !transitions.isEmpty()) {
        out.println("nobody was told: the rule is only being tried (shadow)");
      }
    }
    new Hearing(loaded.file().route(), loaded.file().inhibitRules(), version.composites())
        .lines(alerts, transitions)
        .forEach(out::println);
    out.flush();
    return Exit.OK;
  }

  private Labels asked() {
    Labels asked = Labels.of(labels);
    return sensor.isEmpty() ? asked : asked.with("sensor", sensor);
  }

  /** What was told, for an alert that is made of it. */
  private BacktestResult composed(Loaded loaded, BacktestRules version)
      throws IOException, InterruptedException {
    if (files.isEmpty()) {
      return told(loaded);
    }
    int partitions = loaded.file().partitions();
    try (Backtest backtest =
        new Backtest(List.of(version), partitions, System.currentTimeMillis())) {
      fromFiles(backtest::add);
      return backtest.end().get(0);
    }
  }

  /** What was told, while the rule was followed once more. */
  private BacktestResult followed(
      Loaded loaded, BacktestRules version, RuleTrace trace, Explanation explanation)
      throws IOException, InterruptedException {
    int partitions = loaded.file().partitions();
    try (Backtest backtest =
        Backtest.following(trace, version, partitions, System.currentTimeMillis())) {
      Taker both =
          event -> {
            explanation.add(event);
            backtest.add(event);
          };
      if (files.isEmpty()) {
        fromTopic(loaded, both);
        backtest.caughtUp();
        return told(loaded);
      }
      fromFiles(both);
      return backtest.end().get(0);
    }
  }

  /** Takes one event after the other. */
  @FunctionalInterface
  private interface Taker {
    void take(SensorEvent event) throws InterruptedException;
  }

  private Loaded running() {
    JsonNode answer = WorkerApi.get(URI.create(worker), "/api/v1/status/rules");
    Map<String, String> texts = new LinkedHashMap<>();
    for (JsonNode one : answer.path("data").path("files")) {
      texts.put(one.path("name").asText(), one.path("text").asText());
    }
    Problems problems = new Problems();
    Loaded loaded = Loaded.ofTexts(texts, System::getenv, problems);
    if (!problems.isEmpty()) {
      throw new CommandFailed("the worker's rules cannot be read here: " + problems);
    }
    return loaded;
  }

  private void fromFiles(Taker taker) throws IOException, InterruptedException {
    for (Path file : files) {
      try (EventFile lines = EventFile.open(file, "")) {
        for (FileLine line = lines.next(); line != null; line = lines.next()) {
          for (SensorEvent event : line.events()) {
            taker.take(event);
          }
        }
      }
    }
  }

  private void fromTopic(Loaded loaded, Taker taker) throws InterruptedException {
    NativeRecords decoder = new NativeRecords();
    try (TopicReader reader = new TopicReader(kafka.client(), List.of(topics(loaded).events()))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(POLL)) {
          for (SensorEvent event : decoder.events(records)) {
            taker.take(event);
          }
        }
      }
    }
  }

  /** What the worker really told. */
  private BacktestResult told(Loaded loaded) {
    Topics topics = topics(loaded);
    return new BacktestResult(
        alerts(topics.alerts()), List.of(), alerts(topics.shadowAlerts()), Map.of());
  }

  private Topics topics(Loaded loaded) {
    return new Topics(kafka.prefix(), loaded.file().partitions());
  }

  private List<Alert> alerts(String topic) {
    List<Alert> alerts = new ArrayList<>();
    try (TopicReader reader = new TopicReader(kafka.client(), List.of(topic))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(POLL)) {
          for (int i = 0; i < records.size(); i++) {
            byte[] value = records.value(i);
            if (value != null) {
              alerts.add(AlertCodec.read(value));
            }
          }
        }
      }
    }
    return alerts;
  }
}
