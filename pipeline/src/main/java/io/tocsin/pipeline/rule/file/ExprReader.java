package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.rule.Units;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.ExprParser;
import io.tocsin.pipeline.rule.expr.ParsedExpr;
import io.tocsin.pipeline.rule.expr.ValueType;
import java.time.Duration;
import java.util.Optional;

/** Reads expressions and tells what can never work in a rule that is evaluated every interval. */
final class ExprReader {

  private final Duration interval;

  ExprReader(Duration interval) {
    this.interval = interval;
  }

  Optional<Expr> read(ConfigNode node) {
    Optional<String> text = node.string();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    ParsedExpr parsed = ExprParser.parse(text.get());
    parsed
        .problems()
        .forEach(
            p -> node.problemAt(p.offset(), "in the expression: " + p.message(), p.suggestion()));
    Optional<Expr> expr = parsed.expr();
    expr.ifPresent(e -> check(e, node));
    return expr;
  }

  private void check(Expr expr, ConfigNode node) {
    if (expr.type() == ValueType.STRING || expr.type() == ValueType.MATRIX) {
      node.problemAt(
          expr.place().offset(),
          "a rule's expression must be a scalar or instant vector, not a " + expr.type().words(),
          null);
    }
    checkRanges(expr, node);
  }

  private void checkRanges(Expr expr, ConfigNode node) {
    if (expr instanceof Expr.Range range && range.rangeMillis() < interval.toMillis()) {
      node.problemAt(
          range.place().offset(),
          "the range "
              + Units.format(Duration.ofMillis(range.rangeMillis()))
              + " is shorter than the group's interval "
              + Units.format(interval)
              + ", so that no evaluation would see what comes between",
          null);
    }
    if (expr instanceof Expr.Selector selector && selector.offsetMillis() < 0) {
      node.problemAt(
          selector.place().offset(), "a negative offset looks into the future of a stream", null);
    }
    expr.children().forEach(child -> checkRanges(child, node));
  }
}
