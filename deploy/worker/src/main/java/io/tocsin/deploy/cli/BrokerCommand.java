package io.tocsin.deploy.cli;

import io.tocsin.connectors.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The embedded broker as a process of its own. */
@Command(
    name = "broker",
    description = "Runs the embedded Kafka broker alone, on loopback, until it is told to end.",
    mixinStandardHelpOptions = true)
final class BrokerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where its data stay. Default: a temporary folder that is removed at the end.")
  private @Nullable Path data;

  @Option(names = "--port", description = "Port; 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port = 9092;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A property of the broker that wins over ours; may be repeated.")
  private Map<String, String> properties = new TreeMap<>();

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch stop = main.stopping().onSignal();
    try (EmbeddedBroker broker =
        data == null
            ? EmbeddedBroker.startTemporary(port, properties)
            : EmbeddedBroker.start(data, port, properties)) {
      spec.commandLine().getOut().println(broker.bootstrapServers());
      spec.commandLine().getOut().flush();
      stop.await();
    }
    return Exit.OK;
  }
}
