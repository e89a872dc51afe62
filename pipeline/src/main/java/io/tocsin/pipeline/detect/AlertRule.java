package io.tocsin.pipeline.detect;

import java.util.Map;

/**
 * One rule, ready to run. Immutable.
 *
 * @param identity what its state is found by
 * @param name {@code group/alert}
 * @param alert the alerts' name
 * @param version of the rule's text
 * @param text the condition as written
 * @param labels added to the alerts' labels
 * @param limit most alerts that may be active at once in a shard; 0: no limit
 * @param shadow whether nobody is told
 * @param definition all that its file says of it, to know another version by
 */
record AlertRule(
    String identity,
    String name,
    String alert,
    int version,
    String text,
    Map<String, Text> labels,
    Map<String, Text> annotations,
    Timing timing,
    int limit,
    boolean shadow,
    Trigger trigger,
    String definition) {
  AlertRule {
    labels = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(labels));
    annotations = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(annotations));
  }

  AlertRule withVersion(int number) {
    return number == version
        ? this
        : new AlertRule(
            identity,
            name,
            alert,
            number,
            text,
            labels,
            annotations,
            timing,
            limit,
            shadow,
            trigger,
            definition);
  }
}
