/** Scores detectors as the Numenta Anomaly Benchmark does. Start at {@link NabScorer}. */
@NullMarked
package io.tocsin.deploy.benchmark.nab;

import org.jspecify.annotations.NullMarked;
