package io.tocsin.pipeline.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.rule.expr.ExprParser;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What Prometheus once answered is what we answer. */
class GoldenExpressionsTest {

  @Test
  void everyExpressionMeansWhatPrometheusAnswered() throws IOException {
    assertThat(GoldenResults.read().keySet())
        .containsExactlyElementsOf(OracleExpressions.all())
        .hasSizeGreaterThan(300);
    assertThat(differences(new Evaluator(OracleSeries.store()))).isEmpty();
  }

  @Test
  void aLookbackThatIsALittleShorterIsNoticed() throws IOException {
    assertThat(differences(new Evaluator(OracleSeries.store(), 200_000))).hasSizeGreaterThan(10);
  }

  private static Map<String, String> differences(Evaluator evaluator) throws IOException {
    Map<String, String> differences = new TreeMap<>();
    GoldenResults.read()
        .forEach(
            (expr, theirs) ->
                OracleResult.ofOurs(
                        evaluator,
                        ExprParser.parse(expr).orThrow(),
                        GoldenResults.START,
                        GoldenResults.END,
                        GoldenResults.STEP)
                    .differenceFrom(theirs)
                    .ifPresent(text -> differences.put(expr, text)));
    return differences;
  }
}
