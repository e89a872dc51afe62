package io.tocsin.pipeline.rule.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random and mutated texts: an expression or listed problems, never anything else. */
@Timeout(60)
class ExprFuzzTest {

  private static final List<String> WORDS =
      List.of(
          "x",
          "rate",
          "sum",
          "by",
          "without",
          "(",
          ")",
          "[5m]",
          "[",
          "]",
          "{",
          "}",
          "a=\"b\"",
          ",",
          "+",
          "-",
          "*",
          "/",
          "^",
          "%",
          "==",
          "!=",
          ">",
          "bool",
          "on",
          "(a)",
          "ignoring",
          "group_left",
          "and",
          "or",
          "unless",
          "offset",
          "5m",
          "1h30m",
          "1",
          "0x1f",
          "1e3",
          "Inf",
          "NaN",
          "\"s\"",
          "'",
          "`",
          "\\",
          "#",
          "\n",
          "@",
          ":",
          "topk",
          "quantile_over_time",
          "label_replace",
          "é",
          "\uD83D\uDE00",
          "\u0000",
          "{__name__=~\"a.*\"}",
          "time()",
          "~",
          ".");

  private static final List<String> SEEDS =
      List.of(
          "avg_over_time(temp_c[1m]) > clamp_max(avg_over_time(l[1h]) + 2 * stddev_over_time(l[1h]), 5)",
          "sum by (job) (rate(http_requests_total{code=~\"5..\"}[5m])) / on (job) group_left () y > 0.1",
          "-x ^ 2 offset 5m unless on (a, b) label_replace(z, \"d\", \"$1\", \"s\", \"(.*)\")",
          "topk by (a) (5, predict_linear(disk[1h30m] offset -1m, 4 * 3600)) < bool 0");

  @Test
  void randomWordsNeverBreakIt() {
    Random random = new Random(7);
    int accepted = 0;
    for (int i = 0; i < 25_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int words = 1 + random.nextInt(12); words > 0; words--) {
        text.append(WORDS.get(random.nextInt(WORDS.size())))
            .append(random.nextBoolean() ? " " : "");
      }
      accepted += check(text.toString());
    }
    assertThat(accepted).isGreaterThan(300);
  }

  @Test
  void mutatedExpressionsNeverBreakIt() {
    Random random = new Random(8);
    int accepted = 0;
    for (int i = 0; i < 25_000; i++) {
      StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutate(text, random);
      }
      accepted += check(text.toString());
    }
    assertThat(accepted).isGreaterThan(1_500);
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(6));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, (char) random.nextInt(128));
      case 2 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
      default -> text.insert(at, text.substring(at, end));
    }
  }

  /** 1 when it was accepted; then its canonical text must mean the same. */
  private static int check(String text) {
    ParsedExpr parsed = ExprParser.parse(text);
    if (parsed.expr().isEmpty()) {
      assertThat(parsed.problems()).isNotEmpty();
      return 0;
    }
    Expr expr = parsed.orThrow();
    String canonical = expr.toString();
    ParsedExpr again = ExprParser.parse(canonical);
    if (!again.expr().equals(parsed.expr()) || !again.orThrow().toString().equals(canonical)) {
      throw new AssertionError(text + " printed as " + canonical + " is " + again.problems());
    }
    return 1;
  }
}
