package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Builtin;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.LabelMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls functions, each family by its own means. */
final class Functions {

  private Functions() {}

  static Value call(Evaluator.Step step, Expr.Call call) {
    return switch (call.function().family()) {
      case RANGE -> range(step, call);
      case MATH -> math(step, call);
      case CALENDAR -> calendar(step, call);
      case LABEL -> LabelFunctions.apply(step, call);
      case ABSENCE -> absence(step, call);
      case SCALAR -> scalar(step, call);
      case VECTOR -> vector(step, call);
    };
  }

  private static Value range(Evaluator.Step step, Expr.Call call) {
    int at = call.function() == Builtin.QUANTILE_OVER_TIME ? 1 : 0;
    Expr.Range range = (Expr.Range) call.arguments().get(at);
    double[] numbers = new double[2];
    int count = 0;
    for (Expr argument : call.arguments()) {
      if (argument != range) {
        numbers[count++] = step.scalar(argument);
      }
    }
    RangeFunctions function =
        new RangeFunctions(
            call.function(),
            step.now(),
            range.rangeMillis(),
            range.selector().offsetMillis(),
            numbers[0],
            numbers[1]);
    List<Element> elements = new ArrayList<>();
    for (Evaluator.Window window : step.windows(range)) {
      function
          .apply(window.samples())
          .ifPresent(
              value -> {
                Element element = new Element(window.labels(), value, step.now());
                elements.add(call.function().keepsName() ? element : element.unnamed());
              });
    }
    return new Value.Vector(elements);
  }

  private static Value math(Evaluator.Step step, Expr.Call call) {
    double[] numbers = new double[2];
    for (int i = 1; i < call.arguments().size(); i++) {
      numbers[i - 1] = step.scalar(call.arguments().get(i));
    }
    if (call.function() == Builtin.ROUND && call.arguments().size() == 1) {
      numbers[0] = 1;
    }
    if (call.function() == Builtin.CLAMP && numbers[1] < numbers[0]) {
      return new Value.Vector(List.of());
    }
    // Only a selector's own samples have times of their own; all else is of the evaluation.
    boolean direct = call.arguments().get(0) instanceof Expr.Selector;
    List<Element> elements = new ArrayList<>();
    for (Element element : step.vector(call.arguments().get(0))) {
      double value =
          call.function() == Builtin.TIMESTAMP
              ? (direct ? element.time() : step.now()) / 1000.0
              : MathFunctions.apply(call.function(), element.value(), numbers[0], numbers[1]);
      elements.add(element.with(value, step.now()).unnamed());
    }
    return new Value.Vector(elements);
  }

  private static Value calendar(Evaluator.Step step, Expr.Call call) {
    List<Element> elements = new ArrayList<>();
    if (call.arguments().isEmpty()) {
      double value = CalendarFunctions.apply(call.function(), step.now() / 1000.0);
      elements.add(new Element(Labels.NONE, value, step.now()));
    } else {
      for (Element element : step.vector(call.arguments().get(0))) {
        double value = CalendarFunctions.apply(call.function(), element.value());
        elements.add(element.with(value, step.now()).unnamed());
      }
    }
    return new Value.Vector(elements);
  }

  private static Value absence(Evaluator.Step step, Expr.Call call) {
    Expr argument = call.arguments().get(0);
    boolean there =
        argument instanceof Expr.Range range
            ? !step.windows(range).isEmpty()
            : !step.vector(argument).isEmpty();
    return new Value.Vector(
        there ? List.of() : List.of(new Element(absentLabels(argument), 1, step.now())));
  }

  /** What is absent has the labels that were asked for, where there is no doubt which. */
  private static Labels absentLabels(Expr argument) {
    Expr expr = argument instanceof Expr.Range range ? range.selector() : argument;
    Map<String, String> labels = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    if (expr instanceof Expr.Selector selector) {
      for (LabelMatcher matcher : selector.matchers()) {
        boolean first = seen.add(matcher.name());
        if (first && matcher.op() == LabelMatcher.Op.EQUAL) {
          labels.put(matcher.name(), matcher.value());
        } else {
          labels.remove(matcher.name());
        }
      }
      labels.remove(SampleStore.NAME);
    }
    return Labels.of(labels);
  }

  private static Value scalar(Evaluator.Step step, Expr.Call call) {
    switch (call.function()) {
      case SCALAR_OF -> {
        List<Element> elements = step.vector(call.arguments().get(0));
        return new Value.Scalar(elements.size() == 1 ? elements.get(0).value() : Double.NaN);
      }
      case VECTOR_OF -> {
        double number = step.scalar(call.arguments().get(0));
        return new Value.Vector(List.of(new Element(Labels.NONE, number, step.now())));
      }
      case PI -> {
        return new Value.Scalar(Math.PI);
      }
      default -> {
        return new Value.Scalar(step.now() / 1000.0);
      }
    }
  }

  private static Value vector(Evaluator.Step step, Expr.Call call) {
    if (call.function() == Builtin.HISTOGRAM_QUANTILE) {
      return Histograms.quantile(
          step.scalar(call.arguments().get(0)), step.vector(call.arguments().get(1)), step.now());
    }
    // NaN sorts last both ways.
    Comparator<Element> order = Comparator.comparingDouble(Element::value);
    if (call.function() == Builtin.SORT_DESC) {
      order =
          Comparator.<Element, Boolean>comparing(e -> Double.isNaN(e.value()))
              .thenComparing(order.reversed());
    }
    List<Element> sorted = new ArrayList<>(step.vector(call.arguments().get(0)));
    sorted.sort(order);
    return new Value.Vector(sorted);
  }
}
