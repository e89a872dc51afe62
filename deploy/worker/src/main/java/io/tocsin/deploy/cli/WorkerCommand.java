package io.tocsin.deploy.cli;

import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.notify.console.ConsoleReceiver;
import io.tocsin.deploy.config.ConfigFile;
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
import java.util.Objects;
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
    if (config != null && !Files.isReadable(config)) {
      throw new ParameterException(spec.commandLine(), "--config: cannot read " + config);
    }
    Problems problems = new Problems();
    ConfigFile file = Loaded.platform(config, System::getenv, problems);
    if (file.ruleTopic().isPresent()) {
      refuseIfAny(problems);
    } else {
      load(Map.of());
    }
    MemoryBudget.of(file.memory())
        .check(
            Runtime.getRuntime().maxMemory(),
            ContainerMemory.limit(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup")));
    run(file, main.stopping().onSignal());
    return Exit.OK;
  }

  private void run(ConfigFile file, CountDownLatch stop) throws InterruptedException {
    Map<String, String> kafka = new LinkedHashMap<>(file.kafka());
    EmbeddedBroker broker = null;
    if (!kafka.containsKey("bootstrap.servers")) {
      broker = EmbeddedBroker.start(file.stateDir().resolve("kafka"), port, Map.of());
      kafka.put("bootstrap.servers", broker.bootstrapServers());
    }
    RuleTopic topic = null;
    Loaded loaded;
    try {
      topic = file.ruleTopic().map(name -> RuleTopic.open(name, kafka)).orElse(null);
      loaded = load(topic == null ? Map.of() : topic.texts());
    } catch (RuntimeException e) {
      if (topic != null) {
        topic.close();
      }
      if (broker != null) {
        broker.close();
      }
      throw e;
    }
    run(loaded, topic, broker, kafka, stop);
  }

  private void run(
      Loaded loaded,
      @Nullable RuleTopic topic,
      @Nullable EmbeddedBroker broker,
      Map<String, String> kafka,
      CountDownLatch stop)
      throws InterruptedException {
    String bootstrap = Objects.requireNonNull(kafka.get("bootstrap.servers"));
    Running running = new Running(bootstrap, loaded.file().topicPrefix());
    WorkerSettings settings =
        loaded.settings(kafka, InstanceId.in(loaded.file().stateDir()), cores());
    ConsoleReceiver console =
        new ConsoleReceiver(System.out, Terminal.attached(), ZoneId.systemDefault());
    ActiveRules rules = loaded.active();
    // The broker, which the process closes, ends after all who read from it.
    try (WorkerProcess process = new WorkerProcess(broker, settings, rules, console);
        RuleWatch watch = new RuleWatch(config, topic, System::getenv, rules, LOOK_AT_RULES)) {
      if (broker != null) {
        running.announce();
      }
      String looks = topic == null ? ", rule files are watched" : ", rules are watched";
      spec.commandLine()
          .getErr()
          .println(
              "worker ready: Kafka "
                  + bootstrap
                  + ", tasks "
                  + settings.tasks()
                  + ", http://localhost:"
                  + process.httpPort()
                  + "/healthz"
                  + (watch.looks() ? looks : ""));
      stop.await();
    } finally {
      if (broker != null) {
        running.withdraw();
      }
    }
  }

  private Loaded load(Map<String, String> fromTopic) {
    Problems problems = new Problems();
    Loaded loaded = Loaded.read(config, fromTopic, System::getenv, problems);
    refuseIfAny(problems);
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

  private static void refuseIfAny(Problems problems) {
    if (!problems.isEmpty()) {
      throw new CommandFailed(
          problems
              + System.lineSeparator()
              + problems.size()
              + " problem(s); the worker does not start");
    }
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
