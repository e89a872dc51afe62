package io.tocsin.deploy.benchmark.system;

import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.LaunchSpec;
import io.tocsin.deploy.benchmark.harness.RunPlace;
import io.tocsin.deploy.benchmark.job.Transition;
import io.tocsin.deploy.benchmark.load.WindowResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A system on a JVM with options of its own, so that options meet each other in one run. */
record WithJvmOptions(Contestant system, List<String> options) implements Contestant {
  @Override
  public String name() {
    return system.name() + " " + String.join(" ", options);
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(system.settings());
    settings.put("JVM", String.join(" ", options));
    return settings;
  }

  @Override
  public String differs() {
    return system.differs();
  }

  @Override
  public boolean finalOnly() {
    return system.finalOnly();
  }

  @Override
  public boolean answers() {
    return system.answers();
  }

  @Override
  public LaunchSpec launch(RunPlace place) {
    LaunchSpec spec = system.launch(place);
    List<String> all = new ArrayList<>(spec.jvmOptions());
    all.addAll(options);
    return new LaunchSpec(
        spec.classpath(), all, spec.mainClass(), spec.arguments(), spec.environment());
  }

  @Override
  public boolean ready(String line) {
    return system.ready(line);
  }

  @Override
  public String restored(Path log, long sinceMillis) {
    return system.restored(log, sinceMillis);
  }

  @Override
  public String group(RunPlace place) {
    return system.group(place);
  }

  @Override
  public String output(RunPlace place) {
    return system.output(place);
  }

  @Override
  public Optional<WindowResult> result(ConsumerRecord<byte[], byte[]> output) {
    return system.result(output);
  }

  @Override
  public Optional<Transition> transition(ConsumerRecord<byte[], byte[]> output) {
    return system.transition(output);
  }
}
