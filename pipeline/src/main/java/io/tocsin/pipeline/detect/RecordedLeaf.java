package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.LabelMatcher;

/**
 * A leaf that no series fills, but a recording rule of the same step.
 *
 * @param leaf its index
 */
record RecordedLeaf(int leaf, Expr.Selector selector) {
  boolean takes(String metric, Labels labels) {
    if (!metric.equals(selector.name().orElse(""))) {
      return false;
    }
    for (LabelMatcher matcher : selector.matchers()) {
      if (!matcher.matches(labels.getOrEmpty(matcher.name()))) {
        return false;
      }
    }
    return true;
  }
}
