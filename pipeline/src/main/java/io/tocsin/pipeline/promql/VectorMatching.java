package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.BinaryOp;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.Matching;
import io.tocsin.pipeline.rule.expr.Matching.Cardinality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings the elements of two vectors together by their labels. */
final class VectorMatching {

  private final Expr.Binary binary;
  private final Matching matching;
  private final long now;

  VectorMatching(Expr.Binary binary, Matching matching, long now) {
    this.binary = binary;
    this.matching = matching;
    this.now = now;
  }

  /** What both must have the same. */
  private Labels key(Labels labels) {
    if (matching.on()) {
      return labels.only(matching.labels());
    }
    List<String> ignored = new ArrayList<>(matching.labels());
    ignored.add(SampleStore.NAME);
    return labels.without(ignored);
  }

  private Set<Labels> keys(List<Element> elements) {
    Set<Labels> keys = new HashSet<>();
    elements.forEach(element -> keys.add(key(element.labels())));
    return keys;
  }

  List<Element> set(List<Element> left, List<Element> right) {
    if (binary.op() == BinaryOp.OR) {
      List<Element> both = new ArrayList<>(left);
      Set<Labels> keys = keys(left);
      right.stream().filter(e -> !keys.contains(key(e.labels()))).forEach(both::add);
      return both;
    }
    Set<Labels> keys = keys(right);
    boolean wanted = binary.op() == BinaryOp.AND;
    return left.stream().filter(e -> keys.contains(key(e.labels())) == wanted).toList();
  }

  List<Element> join(List<Element> left, List<Element> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return List.of();
    }
    boolean turned = matching.cardinality() == Cardinality.ONE_TO_MANY;
    Map<Labels, Element> ones = ones(turned ? left : right);
    Set<Labels> used = new HashSet<>();
    List<Element> results = new ArrayList<>();
    for (Element many : turned ? right : left) {
      Labels key = key(many.labels());
      Element one = ones.get(key);
      if (one == null) {
        continue;
      }
      Element result = turned ? pair(one, many, many, one) : pair(many, one, many, one);
      if (result != null) {
        if (matching.cardinality() == Cardinality.ONE_TO_ONE && !used.add(key)) {
          throw new EvaluationException(
              "several elements match " + key + "; say so with group_left or group_right");
        }
        results.add(result);
      }
    }
    return results;
  }

  private Map<Labels, Element> ones(List<Element> elements) {
    Map<Labels, Element> ones = new HashMap<>();
    for (Element element : elements) {
      Labels key = key(element.labels());
      if (ones.put(key, element) != null) {
        throw new EvaluationException(
            "two elements of the side that must be unique match " + key + " in " + binary);
      }
    }
    return ones;
  }

  /** The result of a left and a right value with the labels of the many side; null: none. */
  private @Nullable Element pair(Element left, Element right, Element many, Element one) {
    BinaryOp op = binary.op();
    Labels labels = labels(many.labels(), one.labels());
    if (!op.isComparison()) {
      double value = BinaryOperations.compute(op, left.value(), right.value());
      return new Element(labels, value, now);
    }
    boolean holds = BinaryOperations.holds(op, left.value(), right.value());
    if (binary.bool()) {
      return new Element(labels, BinaryOperations.truth(holds), now).unnamed();
    }
    return holds ? new Element(labels, left.value(), now) : null;
  }

  private Labels labels(Labels many, Labels one) {
    Labels labels =
        BinaryOperations.dropsName(binary.op()) ? many.without(List.of(SampleStore.NAME)) : many;
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      labels = matching.on() ? labels.only(matching.labels()) : labels.without(matching.labels());
    }
    for (String included : matching.include()) {
      labels = labels.with(included, one.getOrEmpty(included));
    }
    return labels;
  }
}
