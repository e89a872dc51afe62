package io.tocsin.pipeline.rule.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads Prometheus' expression language, release 2.42.
 *
 * <p>Every text gives an expression or problems, never an exception, in time linear in its length.
 * The grammar stops at its first problem; checks of types tell all of theirs. Not supported, and
 * refused with what to write instead: subqueries, the {@code @} modifier, native histograms.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/2.42/querying/basics/">the language</a>
 */
public final class ExprParser {

  /** How deep an expression may nest; a chain of operators counts as deep as it is long. */
  public static final int DEEPEST = 400;

  /** How long an expression's text may be, in characters. */
  public static final int LONGEST = 1 << 17;

  private ExprParser() {}

  /** Parses and checks one expression. */
  public static ParsedExpr parse(String text) {
    if (text.length() > LONGEST) {
      String message = "the expression has " + text.length() + " characters; at most " + LONGEST;
      return new ParsedExpr(null, List.of(new ExprProblem(0, 1, 1, message, null)));
    }
    List<ExprProblem> problems = new ArrayList<>();
    try {
      Expr expr = new Grammar(Tokens.of(text)).whole();
      refuseDepth(expr);
      new Checker(text, problems).check(expr);
      return new ParsedExpr(expr, problems);
    } catch (SyntaxError error) {
      problems.add(error.problem(text));
      return new ParsedExpr(null, problems);
    }
  }

  /**
   * Parses the name of one series, such as {@code up{job="x"}}: a selector whose matchers all are
   * {@code =}.
   *
   * @return empty when the text is anything else
   */
  public static Optional<Expr.Selector> parseSeries(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      Expr expr = new Grammar(Tokens.of(text)).whole();
      return expr instanceof Expr.Selector selector
              && selector.offsetMillis() == 0
              && selector.matchers().stream().allMatch(m -> m.op() == LabelMatcher.Op.EQUAL)
          ? Optional.of(selector)
          : Optional.empty();
    } catch (SyntaxError error) {
      return Optional.empty();
    }
  }

  /** Walks without recursion, as what comes after may recurse. */
  private static void refuseDepth(Expr root) throws SyntaxError {
    List<Expr> level = List.of(root);
    for (int depth = 1; !level.isEmpty(); depth++) {
      if (depth > DEEPEST) {
        throw Grammar.tooDeep(level.get(0).place().offset());
      }
      List<Expr> below = new ArrayList<>();
      level.forEach(expr -> below.addAll(expr.children()));
      level = below;
    }
  }
}
