package io.tocsin.pipeline.rule.template;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a template.
 *
 * @param offset characters before it, from 0
 * @param message what is wrong and what is accepted
 * @param suggestion what was probably meant, or null
 */
public record TemplateProblem(int offset, String message, @Nullable String suggestion) {}
