package io.tocsin.deploy.benchmark.system;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.SummaryCodec;
import io.tocsin.deploy.benchmark.harness.ChildJvm;
import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.LaunchSpec;
import io.tocsin.deploy.benchmark.harness.RunPlace;
import io.tocsin.deploy.benchmark.harness.RunPlace.Job;
import io.tocsin.deploy.benchmark.job.Transition;
import io.tocsin.deploy.benchmark.load.WindowResult;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Summary;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Our own worker, as it is deployed: its command, with a configuration written for the run. */
final class Tocsin implements Contestant {
  /** What the launcher gives every command, so this one too: the worker is measured as it ships. */
  private static final List<String> JVM =
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(option -> option.startsWith("-XX:") || option.startsWith("-Xlog:"))
          .toList();

  private static final Map<String, String> MALLOC =
      System.getenv().entrySet().stream()
          .filter(variable -> variable.getKey().startsWith(ChildJvm.MALLOC))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  /** What the launcher gives a worker besides. */
  private static final String TELLS = "-Dtocsin.log=info";

  private final String name;
  private final TocsinConfig config;

  Tocsin(String name, TocsinConfig config) {
    this.name = name;
    this.config = config;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("lanes", Integer.toString(config.lanes()));
    settings.put("memory", config.memory());
    settings.put("commit", "urgent 100 ms, lazy 2 s");
    settings.put("guarantee", "exactly-once");
    settings.put("JVM", String.join(" ", JVM));
    settings.put("C library", MALLOC.toString());
    settings.put("rules", config.rules().words());
    return settings;
  }

  @Override
  public String differs() {
    return "final results only, with std and last besides, visible per commit; a window closes by the"
        + " time of its own sensor; state in RocksDB and a changelog";
  }

  @Override
  public boolean finalOnly() {
    return true;
  }

  @Override
  public LaunchSpec launch(RunPlace place) {
    List<String> arguments = List.of("worker", "--config", config.write(place).toString());
    List<String> options = new ArrayList<>(JVM);
    options.add(TELLS);
    return new LaunchSpec(
        System.getProperty("java.class.path"),
        options,
        "io.tocsin.deploy.cli.Main",
        arguments,
        MALLOC);
  }

  @Override
  public boolean ready(String line) {
    return line.startsWith("worker ready");
  }

  @Override
  public String restored(Path log, long sinceMillis) {
    return RestoreLog.sum(log, sinceMillis);
  }

  @Override
  public String group(RunPlace place) {
    return place.id() + ".detect";
  }

  @Override
  public String output(RunPlace place) {
    return place.id() + (place.job() == Job.ALERTS ? ".alerts" : ".summaries");
  }

  @Override
  public Optional<WindowResult> result(ConsumerRecord<byte[], byte[]> output) {
    Summary summary = SummaryCodec.read(output.value());
    return Optional.of(
        new WindowResult(
            summary.labels().getOrEmpty("sensor"),
            summary.start(),
            Math.round(stat(summary, "count")),
            stat(summary, "sum"),
            stat(summary, "min"),
            stat(summary, "max"),
            stat(summary, "mean")));
  }

  private static double stat(Summary summary, String name) {
    return summary.stats().getOrDefault(name, Double.NaN);
  }

  @Override
  public Optional<Transition> transition(ConsumerRecord<byte[], byte[]> output) {
    Alert alert = AlertCodec.read(output.value());
    boolean firing = alert.status() == AlertStatus.FIRING;
    String sensor = alert.labels().getOrEmpty("sensor");
    return firing || alert.status() == AlertStatus.RESOLVED
        ? Optional.of(new Transition(sensor, alert.time(), firing))
        : Optional.empty();
  }
}
