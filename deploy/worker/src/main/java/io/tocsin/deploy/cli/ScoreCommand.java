package io.tocsin.deploy.cli;

import io.tocsin.pipeline.anomaly.Method;
import io.tocsin.pipeline.anomaly.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Scores a wide CSV file with the detectors as they ship: one sensor, a metric per column. Each
 * row's score depends on the rows up to it only.
 */
@Command(
    name = "score",
    description = {
      "Scores a CSV file (timestamp,metric1,metric2,...) and writes timestamp,score,alert,explanation.",
      "Timestamps: ISO 8601, 'YYYY-MM-DD HH:MM:SS' (UTC), epoch seconds or milliseconds.",
      "An empty cell, nan, null, none, na or inf is a missing reading; true and false are 1 and 0. The score is a surprise in nats; alert is 1 once per finding."
    },
    mixinStandardHelpOptions = true)
public final class ScoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE.csv", description = "The file; - is standard input.")
  private Path file;

  @Option(names = "--per-metric", description = "Adds a column score.<metric> for each metric.")
  private boolean perMetric;

  @Option(
      names = "--detector",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, novelty, residual, shift, seasonal, regime or flatline.")
  private String detector;

  @Option(
      names = "--plot",
      paramLabel = "FILE.html",
      description = "Draws series, expected bands, score and alerts into one HTML file.")
  private @Nullable Path plot;

  /** For picocli. */
  @SuppressWarnings("NullAway.Init")
  public ScoreCommand() {}

  @Override
  public Integer call() throws IOException {
    Settings settings = Settings.DEFAULTS.withMethod(method());
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (BufferedReader in = open()) {
      ScoreTable table = new ScoreTable(file.toString(), in);
      ScorePlot drawing = plot == null ? null : new ScorePlot(table.metrics());
      new ScoreRun(table, settings, perMetric, drawing).writeTo(out);
      if (out.checkError()) {
        err.println("score: the output could not be written");
        return 1;
      }
      if (plot != null && drawing != null) {
        Files.writeString(plot, drawing.html(file.toString(), settings.threshold()));
      }
      return 0;
    } catch (ScoreTable.BadInput e) {
      out.flush();
      err.println("score: " + e.getMessage());
      return 1;
    }
  }

  private Method method() {
    try {
      return Method.of(detector);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--detector: " + e.getMessage(), e);
    }
  }

  private BufferedReader open() throws IOException {
    if (file.toString().equals("-")) {
      return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ScoreTable.BadInput(file + ": no such file, or not readable");
    }
    return Files.newBufferedReader(file);
  }
}
