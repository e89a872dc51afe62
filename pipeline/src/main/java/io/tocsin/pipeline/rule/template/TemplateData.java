package io.tocsin.pipeline.rule.template;

import io.tocsin.pipeline.event.Labels;

/**
 * What a template can speak of.
 *
 * @param labels the labels of the element the rule is true of: {@code $labels}, {@code .Labels}
 * @param value its value: {@code $value}, {@code .Value}
 */
public record TemplateData(Labels labels, double value) {}
