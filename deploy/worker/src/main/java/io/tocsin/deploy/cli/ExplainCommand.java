package io.tocsin.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.EventFile;
import io.tocsin.connectors.codec.FileLine;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.deploy.backtest.Backtest;
import io.tocsin.deploy.backtest.BacktestRules;
import io.tocsin.deploy.backtest.CompositeExplanation;
import io.tocsin.deploy.backtest.Explanation;
import io.tocsin.deploy.backtest.Hearing;
import io.tocsin.deploy.backtest.NativeRecords;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.worker.CompositeRules;
import io.tocsin.pipeline.correlate.CompositeRule;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells why a rule did or did not fire. */
@Command(
    name = "explain",
    description = {
      "Tells why a rule did, or did not, fire for a sensor at a time: what it saw over which window, the alert's state, what was told, and",
      "whether people heard of it. Over files, or over the events and alerts that a running worker's topics still hold."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--rule",
      required = true,
      description = "The rule: group/alert, or the alert's name.")
  private String rule = "";

  @Option(names = "--sensor", required = true, description = "The sensor.")
  private String sensor = "";

  @Option(names = "--at", description = "When, in ISO-8601. Default: the end of the data.")
  private String at = "";

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
    long time = time();
    Loaded loaded = rules == null && files.isEmpty() ? running() : RulesOption.load(rules, config);
    BacktestRules version =
        new BacktestRules(
            loaded.rules(),
            CompositeRules.of(loaded.ruleSet()),
            loaded.detect(),
            loaded.file().sources().get(0).window(),
            loaded.file().summaries().window());
    PrintWriter out = spec.commandLine().getOut();
    for (CompositeRule composite : version.composites()) {
      if (composite.id().equals(rule) || composite.alert().equals(rule)) {
        List<Alert> all = alerts(loaded, version, event -> {});
        CompositeExplanation.lines(composite, all, sensor, time).forEach(out::println);
        out.flush();
        return Exit.OK;
      }
    }
    Explanation explanation =
        new Explanation(
            version,
            rule,
            new SensorId(sensor),
            time,
            loaded.file().partitions(),
            System.currentTimeMillis());
    List<Alert> all = alerts(loaded, version, explanation::add);
    explanation.lines().forEach(out::println);
    new Hearing(loaded.file().route(), loaded.file().inhibitRules())
        .lines(all, explanation.transitions())
        .forEach(out::println);
    out.flush();
    return Exit.OK;
  }

  /** Every alert; each event is shown on the way. */
  private List<Alert> alerts(Loaded loaded, BacktestRules version, Consumer<SensorEvent> each)
      throws IOException, InterruptedException {
    return files.isEmpty()
        ? fromTopics(loaded, each)
        : fromFiles(version, loaded.file().partitions(), each);
  }

  private long time() {
    try {
      return at.isEmpty() ? Long.MAX_VALUE / 2 : Instant.parse(at).toEpochMilli();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), "--at \"" + at + "\": accepted is ISO-8601, as 2026-01-31T10:00:00Z");
    }
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

  private List<Alert> fromFiles(BacktestRules version, int partitions, Consumer<SensorEvent> each)
      throws IOException, InterruptedException {
    try (Backtest backtest =
        new Backtest(List.of(version), partitions, System.currentTimeMillis())) {
      for (Path file : files) {
        try (EventFile lines = EventFile.open(file, "")) {
          for (FileLine line = lines.next(); line != null; line = lines.next()) {
            for (SensorEvent event : line.events()) {
              each.accept(event);
              backtest.add(event);
            }
          }
        }
      }
      return backtest.end().get(0).alerts();
    }
  }

  private List<Alert> fromTopics(Loaded loaded, Consumer<SensorEvent> each) {
    Topics topics = new Topics(kafka.prefix(), loaded.file().partitions());
    NativeRecords decoder = new NativeRecords();
    try (TopicReader reader = new TopicReader(kafka.client(), List.of(topics.events()))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(POLL)) {
          decoder.events(records).forEach(each);
        }
      }
    }
    List<Alert> alerts = new ArrayList<>();
    try (TopicReader reader = new TopicReader(kafka.client(), List.of(topics.alerts()))) {
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
