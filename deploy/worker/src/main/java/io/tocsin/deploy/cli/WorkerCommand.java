package io.tocsin.deploy.cli;

import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.notify.console.ConsoleReceiver;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.worker.ActiveRules;
import io.tocsin.deploy.worker.InstanceId;
import io.tocsin.deploy.worker.WorkerProcess;
import io.tocsin.deploy.worker.WorkerSettings;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.state.ContainerMemory;
import io.tocsin.pipeline.state.MemoryBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The deployable: runs a worker until SIGTERM. */
@Command(
    name = "worker",
    description = {
      "Runs a worker until it is told to end (SIGTERM, Ctrl-C): it commits what it has, then ends.",
      "Without bootstrap.servers in the file it runs an embedded broker whose data stay in worker.state_dir."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told to end, and everything committed",
      "1:could not start or failed; problems of the configuration are all told",
      "2:wrong usage"
    })
final class WorkerCommand implements Callable<Integer> {
  private static final Duration LOOK_AT_RULES = Duration.ofSeconds(2);

  @Spec private CommandSpec spec;
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Platform's file. Default: all defaults.")
  private @Nullable Path config;

  @Option(
      names = "--tasks",
      split = ",",
      description = "Only these of ingest, detect, respond, deliver.")
  private List<String> tasks = new ArrayList<>();

  @Option(names = "--port", description = "Port of the embedded broker. Default: ${DEFAULT-VALUE}.")
  private int port = 9092;

  @Override
  public Integer call() throws InterruptedException {
    Loaded loaded = load();
    WorkerSettings wanted = loaded.settings(loaded.file().kafka(), "", cores());
    MemoryBudget.of(wanted.memory())
        .check(
            Runtime.getRuntime().maxMemory(),
            ContainerMemory.limit(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup")));
    run(loaded, main.stopping().onSignal());
    return Exit.OK;
  }

  private void run(Loaded loaded, CountDownLatch stop) throws InterruptedException {
    Path state = loaded.file().stateDir();
    Map<String, String> kafka = new LinkedHashMap<>(loaded.file().kafka());
    EmbeddedBroker broker = null;
    if (!kafka.containsKey("bootstrap.servers")) {
      broker = EmbeddedBroker.start(state.resolve("kafka"), port, Map.of());
      kafka.put("bootstrap.servers", broker.bootstrapServers());
    }
    Running running = new Running(kafka.get("bootstrap.servers"), loaded.file().topicPrefix());
    WorkerSettings settings = loaded.settings(kafka, InstanceId.in(state), cores());
    ConsoleReceiver console =
        new ConsoleReceiver(System.out, Terminal.attached(), ZoneId.systemDefault());
    ActiveRules rules = loaded.active();
    try (WorkerProcess process = new WorkerProcess(broker, settings, rules, console);
        RuleWatch watch = new RuleWatch(config, System::getenv, rules, LOOK_AT_RULES)) {
      if (broker != null) {
        running.announce();
      }
      spec.commandLine()
          .getErr()
          .println(
              "worker ready: Kafka "
                  + kafka.get("bootstrap.servers")
                  + ", tasks "
                  + settings.tasks()
                  + ", http://localhost:"
                  + process.httpPort()
                  + "/healthz"
                  + (watch.looks() ? ", rule files are watched" : ""));
      stop.await();
    } finally {
      if (broker != null) {
        running.withdraw();
      }
    }
  }

  private Loaded load() {
    if (config != null && !Files.isReadable(config)) {
      throw new ParameterException(spec.commandLine(), "--config: cannot read " + config);
    }
    Problems problems = new Problems();
    Loaded loaded = Loaded.read(config, System::getenv, problems);
    if (!problems.isEmpty()) {
      throw new CommandFailed(
          problems
              + System.lineSeparator()
              + problems.size()
              + " problem(s); the worker does not start");
    }
    if (!tasks.isEmpty()) {
      if (!WorkerSettings.TASKS.containsAll(tasks)) {
        throw new ParameterException(
            spec.commandLine(), "--tasks " + tasks + ": accepted are " + WorkerSettings.TASKS);
      }
      loaded.file().tasks().retainAll(tasks);
      loaded.file().tasks().addAll(tasks);
    }
    return loaded;
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
