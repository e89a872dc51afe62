package io.tocsin.deploy.benchmark.job;

/**
 * What the job needs of a reading; its sensor is the record's key.
 *
 * @param timeMillis event time, ms since the epoch
 */
public record Reading(long timeMillis, double value) {}
