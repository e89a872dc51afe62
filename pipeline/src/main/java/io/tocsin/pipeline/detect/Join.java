package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.BinaryOp;
import io.tocsin.pipeline.rule.expr.Matching;
import io.tocsin.pipeline.rule.expr.Matching.Cardinality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An operator between two vectors; elements meet by their labels. */
record Join(BinaryOp op, boolean bool, Matching matching, Node.Vector left, Node.Vector right)
    implements Node.Vector {
  @Override
  public List<Sample> at(StepView view) {
    List<Sample> a = left.at(view);
    List<Sample> b = right.at(view);
    return switch (op) {
      case AND -> filter(a, keys(b), true);
      case UNLESS -> filter(a, keys(b), false);
      case OR -> or(a, b);
      default -> matching.cardinality() == Cardinality.ONE_TO_MANY ? pair(b, a) : pair(a, b);
    };
  }

  private Labels key(Sample sample) {
    return matching.on()
        ? sample.labels().only(matching.labels())
        : sample.labels().without(matching.labels());
  }

  private Set<Labels> keys(List<Sample> samples) {
    Set<Labels> keys = new HashSet<>();
    samples.forEach(sample -> keys.add(key(sample)));
    return keys;
  }

  private List<Sample> filter(List<Sample> samples, Set<Labels> keys, boolean in) {
    List<Sample> result = new ArrayList<>();
    for (Sample sample : samples) {
      if (keys.contains(key(sample)) == in) {
        result.add(sample);
      }
    }
    return result;
  }

  private List<Sample> or(List<Sample> a, List<Sample> b) {
    List<Sample> result = new ArrayList<>(a);
    result.addAll(filter(b, keys(a), false));
    return result;
  }

  /** Pairs elements; {@code many} may hold several for each one of {@code one}. */
  private List<Sample> pair(List<Sample> many, List<Sample> one) {
    Map<Labels, Sample> ones = new HashMap<>();
    for (Sample sample : one) {
      if (ones.put(key(sample), sample) != null) {
        throw new RuleFailure("several series on one side have the labels " + key(sample));
      }
    }
    Set<Labels> results = new HashSet<>();
    List<Sample> result = new ArrayList<>();
    for (Sample sample : many) {
      Sample other = ones.get(key(sample));
      if (other != null) {
        combine(sample, other, results, result);
      }
    }
    return result;
  }

  private void combine(Sample many, Sample one, Set<Labels> seen, List<Sample> result) {
    boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    double a = swapped ? one.value() : many.value();
    double b = swapped ? many.value() : one.value();
    boolean chooses = op.isComparison() && !bool;
    Labels labels = labels(many, one);
    if (!seen.add(labels)) {
      throw new RuleFailure("several matches for the labels " + labels);
    }
    if (!chooses) {
      String name = Operators.keepsName(op) ? many.name() : "";
      result.add(new Sample(name, labels, Operators.number(op, a, b)));
    } else if (Operators.holds(op, a, b)) {
      boolean keepsName = !matching.on() || matching.cardinality() != Cardinality.ONE_TO_ONE;
      result.add(new Sample(keepsName ? many.name() : "", labels, a));
    }
  }

  private Labels labels(Sample many, Sample one) {
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      return key(many);
    }
    Labels labels = many.labels();
    for (String name : matching.include()) {
      labels = labels.with(name, one.labels().getOrEmpty(name));
    }
    return labels;
  }
}
