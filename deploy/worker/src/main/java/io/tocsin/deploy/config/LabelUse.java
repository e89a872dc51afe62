package io.tocsin.deploy.config;

import io.tocsin.pipeline.rule.Problem;

/**
 * What a platform's file supposes of a label of alerts.
 *
 * @param carried whether some alert of some rule can carry it
 * @param problem what is wrong if that is not so
 */
public record LabelUse(String label, boolean carried, Problem problem) {}
