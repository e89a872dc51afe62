/**
 * Simulated servers and machines of many metrics, with labelled faults, and how well scores rank
 * them. Start at {@link FleetJudge}.
 */
@NullMarked
package io.tocsin.deploy.benchmark.fleet;

import org.jspecify.annotations.NullMarked;
