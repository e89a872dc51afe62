package io.tocsin.pipeline.rule.expr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExprParserTest {

  /** What is read, and its canonical text with every grouping made visible by what is dropped. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          1                                    | 1
          0x1F + 010                           | 31 + 8
          .5e3                                 | 500
          -Inf                                 | -Inf
          NaN                                  | NaN
          1e100                                | 1e+100
          1 + 2 * 3 ^ 2 ^ 1                    | 1 + 2 * 3 ^ 2 ^ 1
          (1 + 2) * 3                          | (1 + 2) * 3
          (2 ^ 3) ^ 2                          | (2 ^ 3) ^ 2
          a - (b - c) - d                      | a - (b - c) - d
          -2 ^ 2                               | -(2 ^ 2)
          (-2) ^ 2                             | (-2) ^ 2
          -x ^ 2                               | -x ^ 2
          -x * y                               | -x * y
          2 ^ -x                               | 2 ^ (-x)
          --x                                  | -(-x)
          +x                                   | x
          -(1)                                 | -(1)
          x and y or z unless w                | x and y or z unless w
          (x or y) and z                       | (x or y) and z
          a > bool 1                           | a > bool 1
          a == ON(x, y) GROUP_LEFT(z) b        | a == on (x, y) group_left (z) b
          a * ignoring(x) group_right b        | a * ignoring (x) group_right () b
          a * ignoring() b                     | a * b
          a * on() b                           | a * on () b
          a and on(x) b                        | a and on (x) b
          a atan2 b                            | a atan2 b
          SUM(x)                               | sum(x)
          sum by (a, b,) (x)                   | sum by (a, b) (x)
          sum(x) without (a)                   | sum without (a) (x)
          avg without () (x)                   | avg without () (x)
          sum by () (x)                        | sum(x)
          topk(3, x) by (job)                  | topk by (job) (3, x)
          count_values("v", x)                 | count_values("v", x)
          x{a="b", c!="d", e=~"f.*", g!~"h",}  | x{a="b", c!="d", e=~"f.*", g!~"h"}
          {__name__="up", a="b"}               | up{a="b"}
          {__name__=~"up.*"}                    | {__name__=~"up.*"}
          {__name__="inf"}                     | {__name__="inf"}
          x{by="1", offset="2", sum="3"}       | x{by="1", offset="2", sum="3"}
          sum                                  | sum
          count unless (min)                   | count unless min
          a:b:c                                | a:b:c
          x offset 1h30m                       | x offset 1h30m
          x offset -5m                         | x offset -5m
          rate(x[90s] offset 1d)               | rate(x[1m30s] offset 1d)
          rate((x[5m]))                        | rate(x[5m])
          quantile_over_time(0.9, x[8d])       | quantile_over_time(0.9, x[8d])
          round(x)                             | round(x)
          round(x, 0.1)                        | round(x, 0.1)
          hour()                               | hour()
          label_join(x, "d", ",")              | label_join(x, "d", ",")
          label_replace(x,'d','$1',`s`,'(.*)') | label_replace(x, "d", "$1", "s", "(.*)")
          vector(1) > 0 # why not              | vector(1) > 0
          """)
  void readsAndPrintsCanonically(String text, String canonical) {
    Expr expr = ExprParser.parse(text).orThrow();
    assertThat(expr).hasToString(canonical);
    assertThat(ExprParser.parse(canonical).orThrow()).isEqualTo(expr);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
                                          | 1:1: the expression is empty
          avg_over_tmie(x[5m])            | 1:1: unknown function "avg_over_tmie"; did you mean "avg_over_time"?
          summ(x)                         | 1:1: unknown function "summ"; did you mean "sum"?
          x +                             | 1:4: unexpected the end; expected an expression
          sum(x                           | 1:6: unexpected the end; expected ")" to close the arguments
          sum(x) bye (job)                | 1:8: unexpected "bye"; expected an operator or the end; did you mean "by"?
          x[5]                            | 1:3: unexpected "5"; expected a duration such as 5m as the range
          x[1.5h]                         | 1:3: not a number or duration; durations are whole numbers with units, such as 1h30m or 500ms
          x[5m1h]                         | 1:3: not a duration; the larger units come first, each once, as in 1h30m or 500ms
          x[0s]                           | 1:3: a duration here must be greater than 0
          max_over_time(rate(x[5m])[1h:]) | 1:26: subqueries are not supported
          x @ 1609746000                  | 1:3: the @ modifier is not supported
          histogram_sum(x)                | 1:1: histogram_sum needs native histograms
          x > 1 and 2                     | 1:7: "and" combines two instant vectors
          1 > 2                           | 1:3: a comparison of two scalars must use bool
          x + bool 1                      | 1:3: bool goes with comparisons only
          rate(x)                         | 1:6: expected range vector in the call of rate, got instant vector; a range is missing, such as x[5m]
          abs(x[5m])                      | 1:5: expected instant vector in the call of abs, got range vector; wrap the range
          rate(avg(x)[5m])                | 1:12: a range is only allowed right after a metric or braces
          x offset 5m [5m]                | 1:13: the offset comes after the range
          x offset 5m offset 5m           | 1:13: the offset is given twice
          (x + y) offset 5m               | 1:9: offset is only allowed right after
          x + y[5m]                       | 1:5: an operator goes between scalars and instant vectors
          x * on (a) 2                    | 1:3: on and ignoring are only for two instant vectors
          a * on (x) group_left (x) b     | 1:3: the label "x" is both in on and in the group modifier
          a and on (x) group_left b       | 1:14: no grouping allowed for "and"
          {}                              | 1:1: the selector must have a matcher
          {a=""}                          | 1:1: the selector must have a matcher
          x{a=~"("}                       | 1:6: not an RE2 pattern
          x{a=~"(?=b)"}                   | 1:6: not an RE2 pattern
          x{__name__="y"}                 | 1:1: the metric's name is given twice
          x{a=="b"}                       | 1:4: unexpected "=="; expected one of = != =~ !~
          x && y                          | 1:3: unexpected character "&"; the operator is "and"
          x y                             | 1:3: unexpected "y"; expected an operator or the end
          topk(x)                         | 1:1: wrong number of arguments for topk: expected 2, got 1
          clamp(x, 1)                     | 1:1: expected 3 argument(s) in the call of clamp, got 2
          time(1)                         | 1:1: expected 0 argument(s) in the call of time, got 1
          "a                              | 1:1: the string that begins here does not end
          "\\q"                           | 1:2: unknown escape \\q
          -"a"                            | 1:1: a sign goes before a scalar or instant vector
          5m                              | 1:1: unexpected duration 5m
          99999999999999999999999999x     | 1:1: not a number or duration
          1e999                           | 1:1: the number is too large
          label_replace(x,"1","","a","b") | 1:17: "1" is not a label's name
          sum by (a:b) (x)                | 1:9: "a:b" is not a label's name
          """)
  void tellsPlaceReasonAndSuggestion(String text, String expected) {
    ParsedExpr parsed = ExprParser.parse(text == null ? "" : text);
    assertThat(parsed.expr()).isEmpty();
    assertThat(parsed.problems().get(0).toString()).startsWith(expected);
  }

  @Test
  void stringsHaveGosEscapes() {
    String text = "'\\u00e9\\x41\\101\\n\\'\"\\xc3\\xa9'";
    assertThat(ExprParser.parse(text).orThrow())
        .isEqualTo(new Expr.Text("\u00e9AA\n'\"\u00e9", Place.NONE));
    assertThat(ExprParser.parse("`a\\n\n`").orThrow())
        .isEqualTo(new Expr.Text("a\\n\n", Place.NONE));
    assertThat(ExprParser.parse("'\\xff'").problems()).hasSize(1);
  }

  @Test
  void tellsEveryTypeProblem() {
    ParsedExpr parsed = ExprParser.parse("rate(x)\n  + abs(y[5m])\n  + bool 1");
    assertThat(parsed.problems())
        .extracting(p -> p.line() + ":" + p.column())
        .containsExactlyInAnyOrder("1:6", "2:9", "3:3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "x+", "sum(", "x^", "[", "{", "\"\\", "abs(abs(", "0", "a or "})
  void survivesDepthAndLength(String part) {
    for (int count : new int[] {1000, 20_000}) {
      ParsedExpr parsed = ExprParser.parse(part.repeat(count) + "x");
      assertThat(parsed.expr().isPresent()).isEqualTo(part.equals("-") && count < 200);
    }
    assertThat(ExprParser.parse("x".repeat(ExprParser.LONGEST + 1)).problems()).hasSize(1);
  }

  @Test
  void aChainOfAFewHundredIsFine() {
    String chain = "x" + " or x".repeat(350);
    assertThat(ExprParser.parse(chain).orThrow()).hasToString(chain);
  }

  @Test
  void matchersAreAnchoredAndSeeMissingLabelsAsEmpty() {
    LabelMatcher pattern = LabelMatcher.of("a", LabelMatcher.Op.MATCHES, "b|c+");
    assertThat(pattern.matches("cc")).isTrue();
    assertThat(pattern.matches("xb")).isFalse();
    assertThat(LabelMatcher.of("a", LabelMatcher.Op.MATCHES_NOT, "b.*").matches("")).isTrue();
    String slow = "(a+)+$".repeat(20);
    assertThat(LabelMatcher.of("a", LabelMatcher.Op.MATCHES, slow).matches("a".repeat(2000) + "!"))
        .isFalse();
  }

  @Test
  void seriesNamesAreSelectorsWithEqualsOnly() {
    assertThat(ExprParser.parseSeries("up{job=\"x\", b=\"\"}")).isPresent();
    assertThat(ExprParser.parseSeries("up{job=~\"x\"}")).isEmpty();
    assertThat(ExprParser.parseSeries("up + 1")).isEmpty();
    assertThat(ExprParser.parseSeries("up{")).isEmpty();
  }
}
