package io.tocsin.pipeline.rule.expr;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a text: a checked expression, or at least one problem. */
public final class ParsedExpr {

  private final @Nullable Expr expr;
  private final List<ExprProblem> problems;

  ParsedExpr(@Nullable Expr expr, List<ExprProblem> problems) {
    this.expr = problems.isEmpty() ? expr : null;
    this.problems = List.copyOf(problems);
  }

  /** The expression; empty when there are problems. */
  public Optional<Expr> expr() {
    return Optional.ofNullable(expr);
  }

  /** Everything that is wrong, by place. */
  public List<ExprProblem> problems() {
    return problems;
  }

  /**
   * The expression of a text that is known to be right.
   *
   * @throws IllegalArgumentException with every problem, when it was not
   */
  public Expr orThrow() {
    return expr().orElseThrow(() -> new IllegalArgumentException("not an expression: " + problems));
  }
}
