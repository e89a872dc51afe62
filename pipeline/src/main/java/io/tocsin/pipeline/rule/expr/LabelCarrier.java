package io.tocsin.pipeline.rule.expr;

import io.tocsin.pipeline.rule.expr.Matching.Cardinality;

/**
 * Tells whether the elements of an expression can have a label, as far as its text shows it.
 *
 * <p>What series carry is not known before they come, so the answer for a plain selector is that
 * they may; but {@code sum by (site)} has no other label than {@code site}.
 */
public final class LabelCarrier implements Expr.Visitor<Boolean> {

  private final String label;

  private LabelCarrier(String label) {
    this.label = label;
  }

  /** False when no element of {@code expr} can ever carry {@code label}. */
  public static boolean mayCarry(Expr expr, String label) {
    return expr.accept(new LabelCarrier(label));
  }

  @Override
  public Boolean number(Expr.Num number) {
    return false;
  }

  @Override
  public Boolean text(Expr.Text text) {
    return false;
  }

  @Override
  public Boolean selector(Expr.Selector selector) {
    return selector.matchers().stream()
        .noneMatch(
            m -> m.name().equals(label) && m.op() == LabelMatcher.Op.EQUAL && m.value().isEmpty());
  }

  @Override
  public Boolean range(Expr.Range range) {
    return range.selector().accept(this);
  }

  @Override
  public Boolean call(Expr.Call call) {
    return switch (call.function()) {
      case ABSENT, ABSENT_OVER_TIME -> absent(call.arguments().get(0));
      case LABEL_JOIN, LABEL_REPLACE ->
          call.arguments().get(1).equals(new Expr.Text(label, Place.NONE))
              || call.arguments().get(0).accept(this);
      case HISTOGRAM_QUANTILE -> !label.equals("le") && call.arguments().get(1).accept(this);
      case SCALAR_OF, VECTOR_OF, TIME, PI -> false;
      default -> call.arguments().stream().anyMatch(argument -> argument.accept(this));
    };
  }

  /** What is absent has the labels that were asked for. */
  private boolean absent(Expr argument) {
    Expr expr = argument instanceof Expr.Range range ? range.selector() : argument;
    return expr instanceof Expr.Selector selector
        && selector.matchers().stream()
            .anyMatch(
                m ->
                    m.name().equals(label)
                        && m.op() == LabelMatcher.Op.EQUAL
                        && !m.value().isEmpty());
  }

  @Override
  public Boolean aggregation(Expr.Aggregation aggregation) {
    if (aggregation.parameter() instanceof Expr.Text made && made.value().equals(label)) {
      return true;
    }
    boolean chooses =
        aggregation.aggregator() == Aggregator.TOPK
            || aggregation.aggregator() == Aggregator.BOTTOMK;
    boolean keeps = chooses || aggregation.grouping().keeps(label);
    return keeps && aggregation.operand().accept(this);
  }

  @Override
  public Boolean binary(Expr.Binary binary) {
    Matching matching = binary.matching();
    boolean left = binary.left().accept(this);
    boolean right = binary.right().accept(this);
    if (matching == null) {
      return left || right;
    }
    if (matching.cardinality() == Cardinality.MANY_TO_MANY) {
      return left || (binary.op() == BinaryOp.OR && right);
    }
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      return matching.compares(label) && left && right;
    }
    boolean many = matching.cardinality() == Cardinality.MANY_TO_ONE ? left : right;
    boolean one = matching.cardinality() == Cardinality.MANY_TO_ONE ? right : left;
    return matching.include().contains(label) ? one : many;
  }

  @Override
  public Boolean negation(Expr.Negation negation) {
    return negation.operand().accept(this);
  }
}
