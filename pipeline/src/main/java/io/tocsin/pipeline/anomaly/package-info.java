/**
 * Learns what is usual for a series and a sensor, and says how surprising the rest is. Start at
 * {@link SeriesDetector}.
 */
@NullMarked
package io.tocsin.pipeline.anomaly;

import org.jspecify.annotations.NullMarked;
