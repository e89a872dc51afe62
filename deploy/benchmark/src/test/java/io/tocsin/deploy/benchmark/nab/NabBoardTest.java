package io.tocsin.deploy.benchmark.nab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The figures on the board, where TOCSIN_NAB names a checkout of the benchmark. */
@EnabledIfEnvironmentVariable(named = "TOCSIN_NAB", matches = ".+")
class NabBoardTest {
  @Test
  void thePortfolioAsShippedKeepsItsPlace() throws IOException {
    List<NabFile> files = NabData.read(Path.of(System.getenv("TOCSIN_NAB")));
    assertThat(files).hasSize(58);
    assertThat(files.stream().mapToInt(file -> file.windows().size()).sum()).isEqualTo(116);
    PortfolioCandidate shipped =
        new PortfolioCandidate("shipped", () -> new SeriesDetector(Settings.DEFAULTS));
    List<double[]> scores = new ArrayList<>();
    files.forEach(file -> scores.add(shipped.scores(file)));
    NabScorer scorer = new NabScorer(files, scores);
    double best = scorer.sweep(Profile.STANDARD).score();
    assertThat(best).isGreaterThan(70.1);
    assertThat(scorer.sweep(Profile.REWARD_LOW_FP).score()).isGreaterThan(60);
    assertThat(scorer.at(Profile.REWARD_LOW_FP, shipped.shippedThreshold()).score())
        .isGreaterThan(60);
    assertThat(scorer.at(Profile.STANDARD, shipped.shippedThreshold()).score())
        .isGreaterThan(best - 2);
  }
}
