package io.tocsin.deploy.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.deploy.benchmark.live.LiveResult;
import io.tocsin.deploy.benchmark.live.Recovery;
import io.tocsin.deploy.benchmark.live.Soak;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakReportTest {
  private static final Percentiles LATENCY = new Percentiles(40, 90, 120, 130, 1_000);

  @Test
  void showsWhatGrows() {
    SoakReport report = new SoakReport("tocsin", List.of("a machine"), course(8));

    assertThat(report.markdown())
        .contains("## soak: tocsin", "- a machine", "5 alerts caused, 0 lost")
        .contains("| RSS MiB | ▂▃▄▅▅▆▇█ | 350.00 | 750.00 |")
        .contains("| 240 | 800 | 40 / 90 / 120 / 130 | 7 | 0.50 |");
    assertThat(report.json()).contains("\"rss_mib\" : 100.0", "\"p99_ms\" : 90");
    assertThat(report.svg())
        .startsWith("<svg")
        .contains("RSS, MiB, up to 800")
        .endsWith("</svg>\n");
  }

  @Test
  void barsBeginAtZero() {
    assertThat(SoakReport.bars(new double[] {0, 7, 14})).isEqualTo("▁▅█");
    assertThat(SoakReport.bars(new double[] {0, 0})).isEqualTo("▁▁");
  }

  private static Soak.Course course(int pieces) {
    LiveResult whole = new LiveResult(LATENCY, LATENCY, 0.5, 5, 0, 0, 0, Recovery.NONE);
    return new Soak.Course(
        whole,
        IntStream.rangeClosed(1, pieces)
            .mapToObj(i -> new Soak.Piece(30L * i, LATENCY, 100.0 * i, 0.5, i - 1))
            .toList());
  }
}
