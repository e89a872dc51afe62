package io.tocsin.deploy.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka a command talks to. */
final class KafkaOptions {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka to use. Without it: the demo or worker that runs on this machine.")
  private @Nullable String bootstrap;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description = "Further Kafka client properties (TLS, SASL…).")
  private Map<String, String> properties = Map.of();

  @Option(
      names = "--topic-prefix",
      paramLabel = "PREFIX",
      description = "First part of the topics' names. Default: tocsin, or the running one's.")
  private @Nullable String prefix;

  boolean given() {
    return bootstrap != null;
  }

  /** Client properties; fails with advice if there is no Kafka to be found. */
  Map<String, String> client() {
    Map<String, String> all = new LinkedHashMap<>(properties);
    all.put("bootstrap.servers", bootstrap == null ? running().bootstrap() : bootstrap);
    return all;
  }

  String prefix() {
    if (prefix != null) {
      return prefix;
    }
    return bootstrap == null ? running().prefix() : "tocsin";
  }

  private static Running running() {
    return Running.find()
        .orElseThrow(
            () ->
                new CommandFailed(
                    "nothing of Tocsin's runs on this machine: start \"tocsin demo\" or \"tocsin worker\", or name a Kafka with --bootstrap-servers"));
  }
}
