package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.nab.ForestCandidate;
import io.tocsin.deploy.benchmark.nab.NabData;
import io.tocsin.deploy.benchmark.nab.NabFile;
import io.tocsin.deploy.benchmark.nab.NabReport;
import io.tocsin.deploy.benchmark.nab.PortfolioCandidate;
import io.tocsin.pipeline.anomaly.Channel;
import io.tocsin.pipeline.anomaly.Method;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How well the detectors find what people labelled. */
@Command(
    name = "nab",
    mixinStandardHelpOptions = true,
    description = {
      "Scores all detectors on the Numenta Anomaly Benchmark, with its own scoring, beside",
      "Random Cut Forest. One parameter set for all files: the one that ships."
    })
final class NabCommand implements Callable<Integer> {
  @Option(names = "--data", required = true, paramLabel = "DIR", description = "A checkout of NAB.")
  private Path data = Path.of("nab");

  @Option(names = "--no-forest", description = "Leaves out Random Cut Forest, which takes minutes.")
  private boolean noForest;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    List<NabFile> files = NabData.read(data);
    NabReport report = new NabReport(files, out);
    report.header();
    for (Method method : Method.values()) {
      String name = method == Method.AUTO ? "portfolio" : "method " + method.word();
      Settings settings = Settings.DEFAULTS.withMethod(method);
      report.row(new PortfolioCandidate(name, () -> new SeriesDetector(settings)));
    }
    for (Channel channel : Channel.values()) {
      String name = "channel " + channel.name().toLowerCase(Locale.ROOT);
      report.row(
          new PortfolioCandidate(name, () -> SeriesDetector.ofChannel(Settings.DEFAULTS, channel)));
    }
    if (!noForest) {
      report.row(new ForestCandidate(30, true));
      report.row(new ForestCandidate(30, false));
      report.row(new ForestCandidate(10, true));
    }
    for (String line : Machine.here()) {
      out.println(line);
    }
    return 0;
  }
}
