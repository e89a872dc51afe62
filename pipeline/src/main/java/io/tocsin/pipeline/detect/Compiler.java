package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.rule.expr.Aggregator;
import io.tocsin.pipeline.rule.expr.Builtin;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.Matching;
import io.tocsin.pipeline.window.RangeFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes an expression executable for one sensor at a time. Refuses what would need several sensors
 * at once: the answer for one sensor alone would be another one than Prometheus'.
 */
final class Compiler {
  /** Prometheus' default lookback, milliseconds. */
  static final long LOOKBACK = 300_000;

  static final String SENSOR = "sensor";

  private final Leaves leaves;
  private final @Nullable Places places;
  private final List<Integer> used = new ArrayList<>();
  private boolean records;

  Compiler(Leaves leaves) {
    this(leaves, null);
  }

  /**
   * A compiler for all sensors at once.
   *
   * @param places what is evaluated elsewhere; null: an expression of one sensor
   */
  Compiler(Leaves leaves, @Nullable Places places) {
    this.leaves = leaves;
    this.places = places;
  }

  /** Expressions that are evaluated elsewhere. */
  interface Places {
    /** Stands for the expression; null if it is to be compiled here. */
    @Nullable Node place(Expr expr) throws NotYet;

    /** Stands for {@code absent()} or {@code absent_over_time()}. */
    Node.Vector absent(Expr.Call call) throws NotYet;
  }

  /** The leaves that the expressions compiled so far look at. */
  List<Integer> used() {
    return used;
  }

  /** Whether the expressions compiled so far look at what recording rules make. */
  boolean looksAtRecords() {
    return records;
  }

  Node compile(Expr expr) throws NotYet {
    Node elsewhere = places == null ? null : places.place(expr);
    if (elsewhere != null) {
      return elsewhere;
    }
    if (expr instanceof Expr.Num number) {
      double value = number.value();
      return (Node.Scalar) view -> value;
    } else if (expr instanceof Expr.Selector selector) {
      return named(leaf(selector, RangeFunction.INSTANT, LOOKBACK, 0));
    } else if (expr instanceof Expr.Call call) {
      return call(call);
    } else if (expr instanceof Expr.Binary binary) {
      return binary(binary);
    } else if (expr instanceof Expr.Aggregation aggregation) {
      return aggregation(aggregation);
    } else if (expr instanceof Expr.Negation negation) {
      return negation(negation);
    }
    throw new NotYet(expr.toString());
  }

  private int leaf(Expr.Selector selector, RangeFunction function, long range, double param)
      throws NotYet {
    if (selector.offsetMillis() < 0) {
      throw new NotYet("a negative offset, as in " + selector + ": the future is not known");
    }
    List<Integer> made = leaves.madeOf(selector);
    if (made != null && (function != RangeFunction.INSTANT || selector.offsetMillis() != 0)) {
      throw new NotYet("a range or an offset of the record " + selector);
    }
    int leaf =
        made == null ? leaves.add(selector, function, range, param) : leaves.addRecorded(selector);
    used.add(leaf);
    if (made != null) {
      records = true;
      used.addAll(made);
    }
    return leaf;
  }

  private static Node.Vector named(int leaf) {
    return view -> view.leaf(leaf);
  }

  private Node negation(Expr.Negation negation) throws NotYet {
    Node of = compile(negation.operand());
    if (of instanceof Node.Scalar scalar) {
      return (Node.Scalar) view -> -scalar.at(view);
    }
    return Functions.map(vector(of, negation), (value, view) -> -value);
  }

  private Node call(Expr.Call call) throws NotYet {
    return switch (call.function().family()) {
      case RANGE -> range(call);
      case MATH -> Functions.math(call, vectorArgument(call), scalars(call, 1));
      case CALENDAR -> calendar(call);
      case LABEL -> label(call);
      case SCALAR -> scalar(call);
      case ABSENCE -> absence(call);
      case VECTOR -> wholeVector(call);
    };
  }

  private Node range(Expr.Call call) throws NotYet {
    RangeFunction function = Functions.range(call.function());
    if (function == null) {
      throw new NotYet(call.function().word() + "()");
    }
    double param = 0;
    Expr.Range range = null;
    for (Expr argument : call.arguments()) {
      if (argument instanceof Expr.Range found) {
        range = found;
      } else {
        param = constant(argument, call);
      }
    }
    if (range == null || Double.isNaN(param)) {
      throw new NotYet(call.toString());
    }
    int leaf = leaf(range.selector(), function, range.rangeMillis(), param);
    return call.function().keepsName() ? named(leaf) : new Unnamed(named(leaf));
  }

  private double constant(Expr argument, Expr.Call call) throws NotYet {
    if (compile(argument) instanceof Node.Scalar scalar && !mentionsTime(argument)) {
      return scalar.at(new StepView());
    }
    throw new NotYet(call.function().word() + "() with a parameter that is not constant");
  }

  private static boolean mentionsTime(Expr expr) {
    return (expr instanceof Expr.Call call && call.function() == Builtin.TIME)
        || expr.children().stream().anyMatch(Compiler::mentionsTime);
  }

  private Node calendar(Expr.Call call) throws NotYet {
    if (call.arguments().isEmpty()) {
      throw new NotYet(call.function().word() + "() without an argument: it belongs to no sensor");
    }
    return Functions.calendar(call, vectorArgument(call));
  }

  private Node label(Expr.Call call) throws NotYet {
    if (call.arguments().get(1) instanceof Expr.Text target && target.value().equals(SENSOR)) {
      throw new NotYet(call.function().word() + "() that changes the label \"sensor\"");
    }
    return LabelChange.of(call, vectorArgument(call));
  }

  private Node scalar(Expr.Call call) throws NotYet {
    return switch (call.function()) {
      case TIME -> (Node.Scalar) view -> view.time() / 1000.0;
      case PI -> (Node.Scalar) view -> Math.PI;
      default ->
          throw new NotYet(call.function().word() + "(): its result belongs to no one sensor");
    };
  }

  private Node absence(Expr.Call call) throws NotYet {
    if (places == null) {
      throw new NotYet(call.function().word() + "() for one sensor");
    }
    return places.absent(call);
  }

  private Node wholeVector(Expr.Call call) throws NotYet {
    return switch (call.function()) {
      case SORT, SORT_DESC -> compile(call.arguments().get(0));
      case HISTOGRAM_QUANTILE -> {
        if (compile(call.arguments().get(0)) instanceof Node.Scalar q) {
          yield HistogramQuantile.of(q, vector(compile(call.arguments().get(1)), call));
        }
        throw new NotYet(call.toString());
      }
      default -> throw new NotYet(call.function().word() + "()");
    };
  }

  private Node.Vector vectorArgument(Expr.Call call) throws NotYet {
    return vector(compile(call.arguments().get(0)), call);
  }

  private List<Node.Scalar> scalars(Expr.Call call, int from) throws NotYet {
    List<Node.Scalar> scalars = new ArrayList<>();
    for (Expr argument : call.arguments().subList(from, call.arguments().size())) {
      if (compile(argument) instanceof Node.Scalar scalar) {
        scalars.add(scalar);
      }
    }
    return scalars;
  }

  private static Node.Vector vector(Node node, Expr of) throws NotYet {
    if (node instanceof Node.Vector vector) {
      return vector;
    }
    throw new NotYet("a number where a vector is needed, in " + of);
  }

  private Node aggregation(Expr.Aggregation aggregation) throws NotYet {
    if (places == null && !aggregation.grouping().keeps(SENSOR)) {
      throw new NotYet(
          aggregation.aggregator().word()
              + " over several sensors; \"by (sensor, ...)\" stays within one");
    }
    if (aggregation.aggregator() == Aggregator.COUNT_VALUES) {
      throw new NotYet("count_values");
    }
    Node.Scalar parameter = parameter(aggregation.parameter());
    return new Aggregate(
        aggregation.aggregator(),
        aggregation.grouping(),
        parameter,
        vector(compile(aggregation.operand()), aggregation));
  }

  private Node.@Nullable Scalar parameter(@Nullable Expr expr) throws NotYet {
    return expr != null && compile(expr) instanceof Node.Scalar scalar ? scalar : null;
  }

  private Node binary(Expr.Binary binary) throws NotYet {
    Node left = compile(binary.left());
    Node right = compile(binary.right());
    if (left instanceof Node.Scalar a && right instanceof Node.Scalar b) {
      return (Node.Scalar) view -> Operators.number(binary.op(), a.at(view), b.at(view));
    } else if (left instanceof Node.Vector a && right instanceof Node.Scalar b) {
      return Operators.withScalar(binary.op(), binary.bool(), a, b);
    } else if (left instanceof Node.Scalar a && right instanceof Node.Vector b) {
      return Operators.scalarWith(binary.op(), binary.bool(), a, b);
    }
    Matching matching = binary.matching() == null ? Matching.plain() : binary.matching();
    if (places == null && !matching.compares(SENSOR)) {
      throw new NotYet("matching of series of several sensors, in " + binary);
    }
    return new Join(
        binary.op(), binary.bool(), matching, vector(left, binary), vector(right, binary));
  }
}
