package io.tocsin.deploy.benchmark.load;

/**
 * One window of one sensor, as a system under test published it.
 *
 * @param sensor the sensor's id
 * @param startMillis start of the window, ms since the epoch
 */
public record WindowResult(
    String sensor, long startMillis, long count, double sum, double min, double max, double mean) {}
