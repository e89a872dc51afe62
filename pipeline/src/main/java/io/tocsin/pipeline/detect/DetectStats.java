package io.tocsin.pipeline.detect;

/**
 * What the detect stage of one shard has now, and has counted since it was opened.
 *
 * @param pending alerts whose condition holds, not yet long enough
 * @param firing alerts that fire
 * @param unknown alerts that fired before their series went silent
 * @param evaluations how often a rule was evaluated
 * @param failures how often that failed
 * @param shed alerts not told because their rule had reached its limit
 * @param tooLate steps of sensors that came when what many add up to could no longer be changed
 */
public record DetectStats(
    long pending,
    long firing,
    long unknown,
    long evaluations,
    long failures,
    long shed,
    long tooLate) {}
