package io.tocsin.pipeline.event;

import java.util.Map;

/**
 * One window of one series.
 *
 * @param labels what the group is made of: a series' labels with {@code sensor} and {@code
 *     __name__}, or the group-by labels of a coarser group
 * @param start first instant of the window, epoch milliseconds, inclusive
 * @param end end of the window, epoch milliseconds, exclusive
 * @param stats value by statistic name ({@code count, sum, mean, std, min, max, last, p95, rate}…),
 *     only those asked for
 * @param revision 0 = final; 1 and up = amended by late events
 */
public record Summary(
    Labels labels, long start, long end, Map<String, Double> stats, int revision) {}
