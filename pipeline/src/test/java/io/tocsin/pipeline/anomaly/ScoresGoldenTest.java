package io.tocsin.pipeline.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What detectors say of a fixed stream, as released: faster code must say the same. Whoever means
 * to change the scores runs this class with the resources' folder as argument.
 */
class ScoresGoldenTest {
  private static final String FILE = "io/tocsin/pipeline/anomaly/scores.csv";
  private static final int METRICS = 7;
  private static final int STEPS = 12_000;
  private static final long STEP_MS = 300_000;

  /** Of every fiftieth step, and of each with a finding: step, sensor's score, metrics' scores. */
  private static List<String> scores() {
    Random random = new Random(11);
    EntityDetector sensor = new EntityDetector(Settings.DEFAULTS);
    SeriesDetector[] detectors = new SeriesDetector[METRICS];
    for (int m = 0; m < METRICS; m++) {
      detectors[m] = new SeriesDetector(Settings.DEFAULTS);
      sensor.member("m" + m);
    }
    Finding finding = new Finding();
    EntityFinding together = new EntityFinding();
    List<String> lines = new ArrayList<>();
    double walk = 0;
    for (int step = 0; step < STEPS; step++) {
      walk += random.nextGaussian();
      double day = Math.abs(step % 288 - 144) / 20.0;
      double load = day + random.nextGaussian() + (step % 5_000 > 4_980 ? 40 : 0);
      StringBuilder line = new StringBuilder();
      boolean told = false;
      for (int m = 0; m < METRICS; m++) {
        Verdict verdict =
            detectors[m].add(step * STEP_MS, value(m, step, load, walk, random), finding);
        told |= verdict == Verdict.FINDING;
        line.append(',').append(finding.score());
        sensor.add(m, verdict, finding);
      }
      told |= sensor.close(together) == Verdict.FINDING;
      if (told || step % 50 == 0) {
        lines.add(step + "," + together.score() + line);
      }
    }
    return lines;
  }

  private static double value(int m, int step, double load, double walk, Random random) {
    return switch (m) {
      case 0 -> load;
      case 1 -> Math.round(3 * load);
      case 2 -> walk / 100 + random.nextGaussian();
      case 3 -> 7.0 * step + random.nextInt(3);
      case 4 -> random.nextInt(50) == 0 ? 1 : 0;
      case 5 -> step < 9_000 ? random.nextGaussian() : 4 + 3 * random.nextGaussian();
      default -> step % 7_000 > 6_900 ? 12 : 12 + random.nextGaussian();
    };
  }

  @Test
  void theScoresAreThoseThatWereReleased() throws IOException {
    List<String> released;
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/" + FILE))) {
      released = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
    List<String> scores = scores();
    assertThat(scores).hasSameSizeAs(released);
    for (int i = 0; i < scores.size(); i++) {
      String[] now = scores.get(i).split(",", -1);
      String[] then = released.get(i).split(",", -1);
      for (int column = 0; column < now.length; column++) {
        double expected = Double.parseDouble(then[column]);
        assertThat(Double.parseDouble(now[column]))
            .as("column %d of step %s", column, then[0])
            .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  /** Writes the file. */
  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0], FILE), scores());
  }
}
