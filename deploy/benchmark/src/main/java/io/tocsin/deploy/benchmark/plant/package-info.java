/** A simulated plant, healthy or with faults, for the detectors. Start at {@link QuietPlant}. */
@NullMarked
package io.tocsin.deploy.benchmark.plant;

import org.jspecify.annotations.NullMarked;
