package io.tocsin.pipeline.rule.expr;

import io.tocsin.pipeline.rule.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes an expression as its canonical text: as few parentheses and modifiers as keep it. */
final class ExprPrinter implements Expr.Visitor<String> {

  private static final ExprPrinter PRINTER = new ExprPrinter();

  private ExprPrinter() {}

  static String print(Expr expr) {
    return expr.accept(PRINTER);
  }

  @Override
  public String number(Expr.Num number) {
    if (Double.isInfinite(number.value())) {
      return number.value() > 0 ? "Inf" : "-Inf";
    }
    return GoFloat.general(number.value());
  }

  @Override
  public String text(Expr.Text text) {
    return Quoted.quote(text.value());
  }

  @Override
  public String selector(Expr.Selector selector) {
    return bare(selector) + offset(selector);
  }

  @Override
  public String range(Expr.Range range) {
    return bare(range.selector())
        + "["
        + millis(range.rangeMillis())
        + "]"
        + offset(range.selector());
  }

  private static String bare(Expr.Selector selector) {
    String name = selector.name().orElse("");
    List<String> matchers = selector.matchers().stream().map(LabelMatcher::toString).toList();
    return matchers.isEmpty() ? name : name + "{" + String.join(", ", matchers) + "}";
  }

  private static String offset(Expr.Selector selector) {
    return selector.offsetMillis() == 0 ? "" : " offset " + millis(selector.offsetMillis());
  }

  private static String millis(long millis) {
    return Units.format(Duration.ofMillis(millis));
  }

  @Override
  public String call(Expr.Call call) {
    List<String> arguments = call.arguments().stream().map(ExprPrinter::print).toList();
    return call.function().word() + "(" + String.join(", ", arguments) + ")";
  }

  @Override
  public String aggregation(Expr.Aggregation aggregation) {
    Grouping grouping = aggregation.grouping();
    StringBuilder text = new StringBuilder(aggregation.aggregator().word());
    if (grouping.without() || !grouping.labels().isEmpty()) {
      text.append(grouping.without() ? " without (" : " by (")
          .append(String.join(", ", grouping.labels()))
          .append(") ");
    }
    List<String> arguments = new ArrayList<>();
    aggregation.children().forEach(child -> arguments.add(print(child)));
    return text.append('(').append(String.join(", ", arguments)).append(')').toString();
  }

  @Override
  public String negation(Expr.Negation negation) {
    Expr operand = negation.operand();
    boolean tight = operand instanceof Expr.Binary binary && binary.op() == BinaryOp.POWER;
    boolean loose =
        operand instanceof Expr.Binary
            || operand instanceof Expr.Num
            || operand instanceof Expr.Negation;
    return loose && !(tight && !startsWithSign(operand))
        ? "-(" + print(operand) + ")"
        : "-" + print(operand);
  }

  private static boolean startsWithSign(Expr expr) {
    return expr instanceof Expr.Binary binary
        && (binary.left() instanceof Expr.Num || binary.left() instanceof Expr.Negation);
  }

  @Override
  public String binary(Expr.Binary binary) {
    int own = binary.op().precedence();
    boolean right = binary.op().isRightAssociative();
    return operand(binary.left(), right ? own + 1 : own)
        + " "
        + binary.op().symbol()
        + modifiers(binary)
        + " "
        + operand(binary.right(), right ? own : own + 1);
  }

  private static String operand(Expr expr, int least) {
    return precedence(expr) < least ? "(" + print(expr) + ")" : print(expr);
  }

  /** A sign binds as loosely as a product. */
  private static int precedence(Expr expr) {
    if (expr instanceof Expr.Binary binary) {
      return binary.op().precedence();
    }
    boolean signed =
        expr instanceof Expr.Negation
            || (expr instanceof Expr.Num number && print(number).startsWith("-"));
    return signed ? BinaryOp.MULTIPLY.precedence() : Integer.MAX_VALUE;
  }

  private static String modifiers(Expr.Binary binary) {
    StringBuilder text = new StringBuilder(binary.bool() ? " bool" : "");
    Matching matching = binary.matching();
    if (matching != null) {
      boolean grouped =
          matching.cardinality() == Matching.Cardinality.MANY_TO_ONE
              || matching.cardinality() == Matching.Cardinality.ONE_TO_MANY;
      if (matching.on() || !matching.labels().isEmpty() || grouped) {
        text.append(matching.on() ? " on (" : " ignoring (")
            .append(String.join(", ", matching.labels()))
            .append(")");
      }
      if (grouped) {
        boolean left = matching.cardinality() == Matching.Cardinality.MANY_TO_ONE;
        text.append(left ? " group_left (" : " group_right (")
            .append(String.join(", ", matching.include()))
            .append(")");
      }
    }
    return text.toString();
  }
}
