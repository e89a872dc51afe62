package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;

/**
 * A recording rule, ready to run. Immutable.
 *
 * @param identity the rule's
 * @param name {@code group/record}
 * @param text the expression as written
 * @param metric what its samples are called
 * @param labels added to each, replacing its own
 * @param plan index of the window plan's step plan
 */
record Recording(
    String identity,
    String name,
    String text,
    String metric,
    Labels labels,
    int plan,
    Trigger.Expression expression) {}
