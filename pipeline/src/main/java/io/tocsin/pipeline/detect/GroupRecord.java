package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.LabelMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A record over the sensors of all shards. It is made where their parts meet; a rule that looks at
 * it asks the same of the sensors itself, since the parts of two rules need not meet in one place,
 * and as a record has no memory both see the same. Immutable.
 *
 * @param metric what its samples are called
 * @param labels added to each, replacing its own
 * @param expr of what it is made
 * @param leaves of its group
 */
record GroupRecord(String metric, Labels labels, Expr expr, Leaves leaves) {
  /** The samples it makes of the expression's elements. */
  List<Sample> of(List<Sample> elements) {
    List<Sample> made = new ArrayList<>(elements.size());
    Set<Labels> unique = new HashSet<>();
    for (Sample element : elements) {
      Labels all = element.labels().with(labels);
      if (!unique.add(all)) {
        throw new RuleFailure("two elements of the record " + metric + " have the labels " + all);
      }
      made.add(new Sample(metric, all, element.value()));
    }
    return made;
  }

  /** Those of its samples that a selector names. */
  Node.Vector seenBy(Expr.Selector selector, Node.Vector elements) {
    return view -> of(elements.at(view)).stream().filter(s -> matches(selector, s)).toList();
  }

  private static boolean matches(Expr.Selector selector, Sample sample) {
    for (LabelMatcher matcher : selector.matchers()) {
      if (!matcher.matches(sample.labels().getOrEmpty(matcher.name()))) {
        return false;
      }
    }
    return true;
  }
}
