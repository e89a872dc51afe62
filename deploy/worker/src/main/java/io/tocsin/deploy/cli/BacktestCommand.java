package io.tocsin.deploy.cli;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.EventFile;
import io.tocsin.connectors.codec.FileLine;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.deploy.backtest.Backtest;
import io.tocsin.deploy.backtest.BacktestResult;
import io.tocsin.deploy.backtest.BacktestRules;
import io.tocsin.deploy.backtest.NativeRecords;
import io.tocsin.deploy.backtest.Truth;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.flow.Records;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs rules over files in virtual time. */
@Command(
    name = "backtest",
    description = {
      "Runs rules over files of the past: the worker's own stages, in memory, in virtual time, without Kafka. Tells the firings of each",
      "rule and sensor; with --against, what another version of the rules would have told instead; with --truth, precision and recall."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "DATA: wide CSV (timestamp,metric1,metric2…), long CSV (time,sensor,metric,value,…; further columns are labels), native .jsonl.",
      "The truth is a file of JSON lines: {\"sensor\":\"pump-7\",\"start\":\"2026-01-31T10:00:00Z\",\"end\":\"2026-01-31T10:05:00Z\"}; sensor \"*\" is any."
    })
final class BacktestCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  @Spec private CommandSpec spec;

  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Another version of the rules: what it tells and --rules does not, and so on.")
  private @Nullable Path against;

  @Option(names = "--truth", paramLabel = "FILE", description = "What was really wrong, and when.")
  private @Nullable Path truth;

  @Option(
      names = "--truth-after",
      paramLabel = "SECONDS",
      description =
          "How long after a fault's end a firing still belongs to it. Default: ${DEFAULT-VALUE}.")
  private int truthAfter = 15;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report as JSON, too; - for standard output instead of the table.")
  private String json = "";

  @Option(
      names = "--alerts",
      paramLabel = "FILE",
      description = "Write all transitions as JSON lines, as replay does.")
  private @Nullable Path alerts;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--top",
      description = "Most lines of each part of the table. Default: ${DEFAULT-VALUE}.")
  private int top = 20;

  @Option(
      names = "--topic",
      description = "Instead of DATA, a topic of native events, such as tocsin.events.")
  private String topic = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "With --topic: event time to begin with, ISO-8601.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "With --topic: event time to end before, ISO-8601.")
  private @Nullable Instant to;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Parameters(arity = "0..*", paramLabel = "DATA")
  private List<Path> files = List.of();

  private long bytes;
  private long size;
  private long bad;
  private String firstBad = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (files.isEmpty() == topic.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "What data? Accepted: files, or --topic with a topic's name");
    }
    DataOption.check(spec, files);
    for (Path file : files) {
      size += Files.size(file);
    }
    Truth known = truth == null ? null : Truth.read(truth);
    Loaded loaded = rules.load();
    List<BacktestRules> versions = new ArrayList<>(List.of(RulesOption.ending(loaded)));
    if (against != null) {
      versions.add(RulesOption.ending(rules.other(against)));
    }
    long began = System.nanoTime();
    List<BacktestResult> results;
    long events;
    try (Backtest backtest =
        new Backtest(versions, loaded.file().partitions(), System.currentTimeMillis())) {
      if (topic.isEmpty()) {
        feed(backtest);
      } else {
        feedTopic(backtest);
      }
      results = backtest.end();
      events = backtest.events();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    if (alerts != null) {
      write(alerts, results.get(0));
    }
    BacktestReport report =
        new BacktestReport(
            new BacktestReport.Input(events, bad, firstBad, seconds),
            results.get(0),
            results.size() > 1 ? results.get(1) : null,
            known,
            truthAfter * 1000L);
    tell(report);
    return Exit.OK;
  }

  private void feed(Backtest backtest) throws IOException, InterruptedException {
    ProgressBar bar = new ProgressBar(spec.commandLine().getErr());
    for (Path file : files) {
      try (EventFile lines = EventFile.open(file, data.sensor())) {
        for (FileLine line = lines.next(); line != null; line = lines.next()) {
          take(file, line, backtest);
          if (line.number() % 1024 == 0) {
            bar.showPart((double) bytes / Math.max(1, size), backtest.events());
          }
        }
      }
    }
    bar.done(backtest.events());
  }

  /** What the topic holds now, as far as it is of the time that is asked for. */
  private void feedTopic(Backtest backtest) throws InterruptedException {
    ProgressBar bar = new ProgressBar(spec.commandLine().getErr());
    long first = from == null ? Long.MIN_VALUE : from.toEpochMilli();
    long end = to == null ? Long.MAX_VALUE : to.toEpochMilli();
    NativeRecords decoder = new NativeRecords();
    try (TopicReader reader = new TopicReader(kafka.client(), List.of(topic))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(POLL)) {
          for (SensorEvent event : decoder.events(records)) {
            if (event.time() >= first && event.time() < end) {
              backtest.add(event);
            }
          }
        }
        bar.showPart(0, backtest.events());
      }
    }
    bar.done(backtest.events());
  }

  private void take(Path file, FileLine line, Backtest backtest) throws InterruptedException {
    bytes += line.raw().length + 1;
    if (line.wrong() != null) {
      bad++;
      if (firstBad.isEmpty()) {
        firstBad = file + ", " + line.wrong().message();
      }
    }
    for (SensorEvent event : line.events()) {
      backtest.add(event);
    }
  }

  private static void write(Path file, BacktestResult result) throws IOException {
    Files.write(
        file,
        result.alerts().stream()
            .map(alert -> new String(AlertCodec.value(alert), StandardCharsets.UTF_8))
            .toList());
  }

  private void tell(BacktestReport report) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json.equals("-")) {
      out.println(report.json());
    } else {
      out.print(report.table(top));
      if (!json.isEmpty()) {
        Files.writeString(Path.of(json), report.json() + "\n");
      }
    }
    out.flush();
  }
}
