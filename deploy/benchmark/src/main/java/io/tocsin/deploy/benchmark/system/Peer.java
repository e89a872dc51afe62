package io.tocsin.deploy.benchmark.system;

import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.LaunchSpec;
import io.tocsin.deploy.benchmark.harness.RunPlace;
import io.tocsin.deploy.benchmark.job.SummaryJson;
import io.tocsin.deploy.benchmark.job.Transition;
import io.tocsin.deploy.benchmark.job.TransitionJson;
import io.tocsin.deploy.benchmark.load.WindowResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Another engine, or the floor, as a small program of this benchmark. */
final class Peer implements Contestant {
  private final String name;
  private final PeerProgram program;
  private final Map<String, String> settings;
  private final String differs;
  private final SummaryJson json = new SummaryJson();

  /**
   * @param settings given to the program as {@code name=value}, and shown in the report
   * @param differs see {@link Contestant#differs}
   */
  Peer(String name, PeerProgram program, Map<String, String> settings, String differs) {
    this.name = name;
    this.program = program;
    this.settings = settings;
    this.differs = differs;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public String differs() {
    return differs;
  }

  @Override
  public boolean finalOnly() {
    return !"updates".equals(settings.get("emit"));
  }

  @Override
  public boolean answers() {
    return !program.equals(PeerProgram.FLOOR);
  }

  @Override
  public LaunchSpec launch(RunPlace place) {
    List<String> arguments = new ArrayList<>();
    arguments.add("bootstrap=" + place.bootstrap());
    arguments.add("input=" + place.input());
    arguments.add("output=" + place.output());
    arguments.add("group=" + place.id());
    arguments.add("folder=" + place.folder());
    arguments.add("job=" + place.job().name().toLowerCase(Locale.ROOT));
    settings.forEach((key, value) -> arguments.add(key + "=" + value));
    return new LaunchSpec(
        program.classpath(), program.jvmOptions(), program.mainClass(), arguments);
  }

  @Override
  public boolean ready(String line) {
    return line.equals("READY");
  }

  @Override
  public String group(RunPlace place) {
    return place.id();
  }

  @Override
  public Optional<WindowResult> result(ConsumerRecord<byte[], byte[]> output) {
    return Optional.of(json.decode(output.key(), output.value()));
  }

  @Override
  public Optional<Transition> transition(ConsumerRecord<byte[], byte[]> output) {
    return Optional.of(TransitionJson.decode(output.key(), output.value()));
  }
}
