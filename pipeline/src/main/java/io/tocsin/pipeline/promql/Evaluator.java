package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.ExprPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Evaluates expressions with Prometheus' meaning, release 2.42: ranges include both their ends, and
 * an instant selector sees a sample up to 5 minutes old unless a stale marker came after it.
 *
 * <p>Every step is computed anew from the samples. Stateless but for a cache of which series a
 * selector matches; owned by one thread.
 */
public final class Evaluator {

  private final SampleStore store;
  private final long lookbackMillis;
  private final Map<Expr.Selector, List<SampleStore.Entry>> selected = new HashMap<>();
  private int generation = -1;

  /** An evaluator with the usual lookback of 5 minutes. */
  public Evaluator(SampleStore store) {
    this(store, ExprPlan.LOOKBACK_MILLIS);
  }

  /** An evaluator with another lookback, in milliseconds. */
  public Evaluator(SampleStore store, long lookbackMillis) {
    this.store = store;
    this.lookbackMillis = lookbackMillis;
  }

  /**
   * The value at one instant.
   *
   * @param time epoch milliseconds
   * @throws EvaluationException when the samples allow no result
   */
  public Value at(Expr expr, long time) {
    if (generation != store.generation()) {
      selected.clear();
      generation = store.generation();
    }
    return expr.accept(new Step(time));
  }

  /** The value at one instant as elements: a scalar is one element without labels. */
  public List<Element> elementsAt(Expr expr, long time) {
    Value value = at(expr, time);
    if (value instanceof Value.Vector vector) {
      return vector.elements();
    }
    if (value instanceof Value.Scalar scalar) {
      return List.of(new Element(Labels.NONE, scalar.number(), time));
    }
    throw new EvaluationException("a string has no elements");
  }

  /** A series' samples in a range. */
  record Window(Labels labels, Samples samples) {}

  /** One evaluation at one instant. */
  final class Step implements Expr.Visitor<Value> {

    private final long now;

    private Step(long now) {
      this.now = now;
    }

    long now() {
      return now;
    }

    double scalar(Expr expr) {
      return ((Value.Scalar) expr.accept(this)).number();
    }

    String text(Expr expr) {
      return ((Value.Text) expr.accept(this)).text();
    }

    List<Element> vector(Expr expr) {
      return ((Value.Vector) expr.accept(this)).elements();
    }

    List<Window> windows(Expr.Range range) {
      long end = now - range.selector().offsetMillis();
      List<Window> windows = new ArrayList<>();
      for (SampleStore.Entry entry : series(range.selector())) {
        Samples samples = entry.samples().between(end - range.rangeMillis(), end);
        if (samples.size() > 0) {
          windows.add(new Window(entry.labels(), samples));
        }
      }
      return windows;
    }

    private List<SampleStore.Entry> series(Expr.Selector selector) {
      return selected.computeIfAbsent(selector, store::select);
    }

    @Override
    public Value number(Expr.Num number) {
      return new Value.Scalar(number.value());
    }

    @Override
    public Value text(Expr.Text text) {
      return new Value.Text(text.value());
    }

    @Override
    public Value selector(Expr.Selector selector) {
      long reference = now - selector.offsetMillis();
      List<Element> elements = new ArrayList<>();
      for (SampleStore.Entry entry : series(selector)) {
        Samples samples = entry.samples();
        int last = samples.countTo(reference) - 1;
        if (last >= 0
            && samples.time(last) >= reference - lookbackMillis
            && !StaleMarker.is(samples.value(last))) {
          elements.add(new Element(entry.labels(), samples.value(last), samples.time(last)));
        }
      }
      return new Value.Vector(elements);
    }

    @Override
    public Value range(Expr.Range range) {
      throw new EvaluationException("a range is no result: " + range);
    }

    @Override
    public Value call(Expr.Call call) {
      return unique(Functions.call(this, call));
    }

    @Override
    public Value aggregation(Expr.Aggregation aggregation) {
      return unique(Aggregations.aggregate(this, aggregation));
    }

    @Override
    public Value binary(Expr.Binary binary) {
      return unique(BinaryOperations.apply(this, binary));
    }

    @Override
    public Value negation(Expr.Negation negation) {
      Value value = negation.operand().accept(this);
      if (value instanceof Value.Scalar scalar) {
        return new Value.Scalar(-scalar.number());
      }
      List<Element> negated = new ArrayList<>();
      for (Element element : ((Value.Vector) value).elements()) {
        negated.add(element.with(-element.value(), now).unnamed());
      }
      return unique(new Value.Vector(negated));
    }

    /** Dropping names can make two series one, which Prometheus refuses, too. */
    private Value unique(Value value) {
      if (value instanceof Value.Vector vector) {
        Set<Labels> seen = new HashSet<>();
        for (Element element : vector.elements()) {
          if (!seen.add(element.labels())) {
            throw new EvaluationException(
                "the result has two elements with the same labels " + element.labels());
          }
        }
      }
      return value;
    }
  }
}
