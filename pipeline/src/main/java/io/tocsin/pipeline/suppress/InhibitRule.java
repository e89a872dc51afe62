package io.tocsin.pipeline.suppress;

import io.tocsin.pipeline.event.Labels;
import java.util.List;

/**
 * While an alert that matches the source is active, alerts that match the target are not told,
 * provided both have the same values of the {@code equal} labels. Alertmanager's words and meaning:
 * a missing label is an empty one, and so equal to another missing one. Immutable.
 *
 * @param sourceMatchers all must match; at least one
 * @param targetMatchers all must match; at least one
 * @param equal label names; none means that any source will do
 */
public record InhibitRule(
    List<Matcher> sourceMatchers, List<Matcher> targetMatchers, List<String> equal) {
  public InhibitRule {
    sourceMatchers = List.copyOf(sourceMatchers);
    targetMatchers = List.copyOf(targetMatchers);
    equal = List.copyOf(equal);
    if (sourceMatchers.isEmpty() || targetMatchers.isEmpty()) {
      throw new IllegalArgumentException(
          "an inhibit rule needs source_matchers and target_matchers, has "
              + sourceMatchers
              + " and "
              + targetMatchers);
    }
  }

  boolean isSource(Labels labels) {
    return sourceMatchers.stream().allMatch(matcher -> matcher.matches(labels));
  }

  boolean isTarget(Labels labels) {
    return targetMatchers.stream().allMatch(matcher -> matcher.matches(labels));
  }

  Labels key(Labels labels) {
    return labels.only(equal);
  }
}
