package io.tocsin.deploy.config;

import io.tocsin.pipeline.rule.Problem;

/**
 * A label that some alert of some rule must be able to carry.
 *
 * @param problem what is wrong if none can
 */
public record LabelUse(String label, Problem problem) {}
