package io.tocsin.pipeline.rule.template;

/**
 * What names mean at one place of a template.
 *
 * @param data the values of the whole
 * @param dot what a single dot means: {@code data}, or what an enclosing {@code with} gave
 */
record Scope(TemplateData data, Object dot) {}
