package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Grouping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each sensor has to say about a question that is asked of many: its own elements, which are
 * added up by group. Immutable.
 *
 * @param text of the operand
 * @param operand evaluated for one sensor at a time
 * @param leaves what it looks at
 * @param grouping what makes a group
 * @param each whether the question needs each element, not only what they add up to
 */
record GroupInput(
    String text, Node.Vector operand, List<Integer> leaves, Grouping grouping, boolean each) {
  GroupInput {
    leaves = List.copyOf(leaves);
  }

  /** The group of an element. */
  Labels group(Labels element) {
    return grouping.without()
        ? element.without(grouping.labels())
        : element.only(grouping.labels());
  }

  /** What a sensor says of each group that it has data of, also where no element is left of it. */
  Map<Labels, List<Sample>> answers(StepView view) {
    Map<Labels, List<Sample>> groups = new LinkedHashMap<>();
    for (int leaf : leaves) {
      for (Sample sample : view.leaf(leaf)) {
        groups.computeIfAbsent(group(sample.labels()), key -> new ArrayList<>());
      }
    }
    for (Sample sample : operand.at(view)) {
      groups.computeIfAbsent(group(sample.labels()), key -> new ArrayList<>()).add(sample);
    }
    return groups;
  }
}
