package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;

/**
 * What an alert's state is found by.
 *
 * @param rule the rule's identity
 * @param labels of the element that the rule is true of
 */
record AlertKey(String rule, Labels labels) {}
