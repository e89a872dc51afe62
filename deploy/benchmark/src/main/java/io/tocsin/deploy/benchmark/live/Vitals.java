package io.tocsin.deploy.benchmark.live;

/**
 * How a system under an even load was at a moment.
 *
 * @param atMillis when, ms since the epoch
 * @param rssMib memory of its processes
 * @param cores that it used since it was looked at before
 * @param lag readings sent whose offsets it had not committed
 */
record Vitals(long atMillis, double rssMib, double cores, long lag) {}
