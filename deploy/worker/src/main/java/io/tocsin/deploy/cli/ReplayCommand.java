package io.tocsin.deploy.cli;

import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.notify.console.ConsoleReceiver;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.worker.Source;
import io.tocsin.deploy.worker.WorkerProcess;
import io.tocsin.deploy.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs the real worker over files. */
@Command(
    name = "replay",
    description = {
      "Publishes CSV or JSON-lines files to Kafka (embedded, or given), runs the real worker until everything is processed and closed,",
      "and writes alerts.jsonl, incidents.jsonl and summary.json. Every run has topics, groups and state of its own. Nothing of the past",
      "is historical in a replay, and no receiver is called without --deliver."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Files: wide CSV (timestamp,metric1,metric2…), long CSV (time,sensor,metric,value,…; further columns are labels), native .jsonl.",
      "Timestamps: ISO-8601, \"YYYY-MM-DD HH:MM:SS\" (UTC), epoch seconds or milliseconds."
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Main main = new Main();
  @Mixin private RulesOption rules = new RulesOption();
  @Mixin private DataOption data = new DataOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--speed",
      description = "max, or a factor of event time such as 60x. Default: ${DEFAULT-VALUE}.")
  private String speed = "max";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("tocsin-replay");

  @Option(names = "--deliver", description = "Call the receivers of --config.")
  private boolean deliver;

  @Parameters(arity = "1..*", paramLabel = "FILE")
  private List<Path> files = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    double factor = factor();
    DataOption.check(spec, files);
    Files.createDirectories(out);
    String run =
        "replay-"
            + ProcessHandle.current().pid()
            + "-"
            + Long.toString(System.currentTimeMillis(), 36);
    Loaded loaded = rules.load();
    Stopping.Interrupting signals = main.stopping().interrupting();
    try {
      run(run, loaded, factor);
    } catch (InterruptedException | RuntimeException e) {
      if (main.stopping().asked()) {
        throw new CommandFailed("ended early: nothing is written to " + out);
      }
      throw e;
    } finally {
      signals.close();
    }
    return Exit.OK;
  }

  private void run(String run, Loaded loaded, double factor)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("tocsin-" + run);
    EmbeddedBroker broker = kafka.given() ? null : EmbeddedBroker.startTemporary(Map.of());
    Map<String, String> client = new LinkedHashMap<>();
    if (broker == null) {
      client.putAll(kafka.client());
    } else {
      client.put("bootstrap.servers", broker.bootstrapServers());
    }
    WorkerSettings settings = settings(loaded, client, run, work);
    ConsoleReceiver console = new ConsoleReceiver(System.out, false, ZoneId.systemDefault());
    try (WorkerProcess process = new WorkerProcess(broker, settings, loaded.ruleSet(), console)) {
      Replay replay = new Replay(process, client, spec.commandLine().getErr());
      Replay.Result result = run(replay, factor);
      ReplayReport.write(out, settings.topics(), client, result);
      spec.commandLine().getOut().println(ReplayReport.text(out, result));
      spec.commandLine().getOut().flush();
    } finally {
      Folders.delete(work);
    }
  }

  private Replay.Result run(Replay replay, double factor) throws IOException, InterruptedException {
    try {
      return replay.run(files, data.sensor(), factor);
    } catch (InterruptedException | RuntimeException e) {
      // What is closed after this has to wait for its threads.
      Thread.interrupted();
      throw e;
    }
  }

  private WorkerSettings settings(
      Loaded loaded, Map<String, String> client, String run, Path work) {
    WorkerSettings s = loaded.settings(client, run, Runtime.getRuntime().availableProcessors());
    Source source = loaded.file().sources().get(0);
    return s.finite(
        run,
        new Source(
            "replay",
            List.of(run + ".in"),
            io.tocsin.connectors.codec.CodecSettings.of("native"),
            false,
            source.window()),
        deliver ? s.tasks() : Set.of("ingest", "detect", "respond"),
        work);
  }

  private double factor() {
    if (speed.equals("max")) {
      return 0;
    }
    try {
      double factor =
          Double.parseDouble(speed.endsWith("x") ? speed.substring(0, speed.length() - 1) : "-");
      if (factor > 0) {
        return factor;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new ParameterException(
        spec.commandLine(), "--speed \"" + speed + "\": accepted are max, or a factor such as 60x");
  }
}
