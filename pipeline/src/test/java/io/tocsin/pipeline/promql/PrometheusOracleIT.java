package io.tocsin.pipeline.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tocsin.pipeline.rule.expr.ExprParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Prometheus, where it is installed, says what is right. */
class PrometheusOracleIT {

  @TempDir private Path folder;

  @Test
  void everyExpressionMeansTheSame() throws Exception {
    assumeThat(PrometheusServer.isInstalled()).as("prometheus is on the path").isTrue();
    Evaluator evaluator = new Evaluator(OracleSeries.store());
    Map<String, String> differences = new TreeMap<>();
    Map<String, OracleResult> golden = new LinkedHashMap<>();
    try (PrometheusServer server = PrometheusServer.start(folder)) {
      server.write(OracleSeries.all());
      for (String expr : OracleExpressions.all()) {
        long start = OracleSeries.START - 15_000;
        long end = OracleSeries.START + OracleSeries.LENGTH + 400_000;
        OracleResult theirs = server.query(expr, start, end, 37_000);
        OracleResult ours =
            OracleResult.ofOurs(evaluator, ExprParser.parse(expr).orThrow(), start, end, 37_000);
        ours.differenceFrom(theirs).ifPresent(text -> differences.put(expr, text));
        golden.put(
            expr, server.query(expr, GoldenResults.START, GoldenResults.END, GoldenResults.STEP));
      }
    }
    // Kept next to the build's other output; copied by hand when expressions are added.
    Files.writeString(Path.of("target", "prometheus.golden"), GoldenResults.write(golden));
    assertThat(differences).isEmpty();
    assertThat(golden).hasSizeGreaterThan(250);
  }
}
