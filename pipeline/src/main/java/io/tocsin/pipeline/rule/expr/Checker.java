package io.tocsin.pipeline.rule.expr;

import static io.tocsin.pipeline.rule.expr.ValueType.SCALAR;
import static io.tocsin.pipeline.rule.expr.ValueType.VECTOR;

import java.util.List;

/** Prometheus' rules of which types go where; tells every violation. */
final class Checker {

  private final String text;
  private final List<ExprProblem> problems;

  Checker(String text, List<ExprProblem> problems) {
    this.text = text;
    this.problems = problems;
  }

  static void requireNumeric(Expr operand, Token sign) throws SyntaxError {
    if (operand.type() != SCALAR && operand.type() != VECTOR) {
      throw new SyntaxError(
          sign.start(),
          "a sign goes before a scalar or instant vector, not before a " + operand.type().words());
    }
  }

  void check(Expr expr) {
    expr.children().forEach(this::check);
    if (expr instanceof Expr.Call call) {
      checkCall(call);
    } else if (expr instanceof Expr.Aggregation aggregation) {
      checkAggregation(aggregation);
    } else if (expr instanceof Expr.Binary binary) {
      checkBinary(binary);
    }
  }

  private void checkCall(Expr.Call call) {
    Builtin function = call.function();
    int count = call.arguments().size();
    if (count < function.least() || count > function.most()) {
      String bounds =
          function.least() == function.most()
              ? "" + function.least()
              : count < function.least()
                  ? "at least " + function.least()
                  : "at most " + function.most();
      problem(
          call,
          "expected "
              + bounds
              + " argument(s) in the call of "
              + function.word()
              + ", got "
              + count);
      return;
    }
    for (int i = 0; i < count; i++) {
      expect(call.arguments().get(i), function.parameter(i), "in the call of " + function.word());
    }
    LabelFunctions.check(call, (at, message) -> problem(at, message));
  }

  private void checkAggregation(Expr.Aggregation aggregation) {
    Aggregator aggregator = aggregation.aggregator();
    expect(aggregation.operand(), VECTOR, "in the aggregation " + aggregator.word());
    Expr parameter = aggregation.parameter();
    ValueType type = aggregator.parameter();
    if (parameter != null && type != null) {
      expect(parameter, type, "as the parameter of " + aggregator.word());
      if (parameter instanceof Expr.Text label && !LabelNames.isName(label.value())) {
        problem(label, Quoted.quote(label.value()) + " is not a label's name");
      }
    }
  }

  private void expect(Expr expr, ValueType type, String where) {
    if (expr.type() == type) {
      return;
    }
    String hint = "";
    if (type == ValueType.MATRIX && expr instanceof Expr.Selector selector) {
      hint = "; a range is missing, such as " + selector + "[5m]";
    } else if (type == VECTOR && expr.type() == ValueType.MATRIX) {
      hint = "; wrap the range in a function such as avg_over_time";
    } else if (type == ValueType.MATRIX && expr.type() == VECTOR) {
      hint = "; " + Refused.SUBQUERY;
    }
    problem(expr, "expected " + type.words() + " " + where + ", got " + expr.type().words() + hint);
  }

  private void checkBinary(Expr.Binary binary) {
    operand(binary.left());
    operand(binary.right());
    boolean scalars = binary.left().type() == SCALAR && binary.right().type() == SCALAR;
    boolean vectors = binary.left().type() == VECTOR && binary.right().type() == VECTOR;
    if (binary.bool() && !binary.op().isComparison()) {
      problem(binary, "bool goes with comparisons only");
    }
    if (scalars && binary.op().isComparison() && !binary.bool()) {
      problem(
          binary,
          "a comparison of two scalars must use bool, as in a " + binary.op().symbol() + " bool b");
    }
    if (binary.op().isSet() && !vectors) {
      problem(
          binary,
          "\""
              + binary.op().symbol()
              + "\" combines two instant vectors; a scalar is made one by"
              + " vector()");
    }
    Matching matching = binary.matching();
    if (matching != null) {
      checkMatching(binary, matching, vectors);
    }
  }

  private void checkMatching(Expr.Binary binary, Matching matching, boolean vectors) {
    if (!vectors) {
      problem(binary, "on and ignoring are only for two instant vectors");
    }
    for (String label : matching.include()) {
      if (matching.on() && matching.labels().contains(label)) {
        problem(binary, "the label \"" + label + "\" is both in on and in the group modifier");
      }
    }
  }

  private void operand(Expr expr) {
    if (expr.type() != SCALAR && expr.type() != VECTOR) {
      problem(
          expr,
          "an operator goes between scalars and instant vectors, not a " + expr.type().words());
    }
  }

  private void problem(Expr at, String message) {
    problems.add(ExprProblem.at(text, at.place().offset(), message, null));
  }
}
