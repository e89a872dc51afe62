package io.tocsin.deploy.cli;

import io.tocsin.connectors.codec.EventCodec;
import io.tocsin.connectors.kafka.EdgePublisher;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.OutRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Flux;

/** Publishes one event. */
@Command(
    name = "send",
    description = "Publishes one event to the running demo or worker, or to a given Kafka.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: tocsin send pump-7 pressure=99"})
final class SendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Parameters(index = "0", paramLabel = "SENSOR", description = "The sensor's id.")
  private String sensor = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "METRIC=VALUE",
      description = "What it reads.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Labels of the event.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--topic", description = "Topic to publish to. Default: PREFIX.in.")
  private @Nullable String topic;

  @Option(names = "--time", description = "Event time, ISO-8601. Default: now.")
  private @Nullable Instant time;

  @Override
  public Integer call() {
    EventCodec codec = new EventCodec();
    String to = topic == null ? kafka.prefix() + ".in" : topic;
    long at = (time == null ? Instant.now() : time).toEpochMilli();
    try (EdgePublisher publisher = new EdgePublisher(kafka.client())) {
      Flux<OutRecord> records =
          Flux.fromIterable(values.entrySet())
              .map(e -> reading(e.getKey(), e.getValue(), at))
              .map(
                  r ->
                      new OutRecord(
                          to, OutRecord.BY_KEY, codec.key(r), codec.value(r), Map.of(), at, false));
      for (EdgePublisher.Published p : publisher.publish(records).toIterable()) {
        CommandFailed.ifRefused(p);
      }
    }
    spec.commandLine()
        .getOut()
        .println("sent " + sensor + " " + values + " at " + Instant.ofEpochMilli(at) + " to " + to);
    return Exit.OK;
  }

  private Reading reading(String metric, String value, long at) {
    try {
      double number = Double.parseDouble(value);
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        throw new NumberFormatException();
      }
      return new Reading(new Series(new SensorId(sensor), metric, Labels.of(labels)), at, number);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), metric + ": \"" + value + "\" is no finite number");
    }
  }
}
