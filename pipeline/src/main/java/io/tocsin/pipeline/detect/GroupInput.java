package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Grouping;
import java.util.List;

/**
 * What each sensor has to say about a question that is asked of many: its own elements, which are
 * added up by group. Immutable.
 *
 * @param operand evaluated for one sensor at a time
 * @param leaves what it looks at
 * @param grouping what makes a group
 * @param each whether the question needs each element, not only what they add up to
 */
record GroupInput(Node.Vector operand, List<Integer> leaves, Grouping grouping, boolean each) {
  GroupInput {
    leaves = List.copyOf(leaves);
  }

  /** The group of an element. */
  Labels group(Labels element) {
    return grouping.without()
        ? element.without(grouping.labels())
        : element.only(grouping.labels());
  }
}
