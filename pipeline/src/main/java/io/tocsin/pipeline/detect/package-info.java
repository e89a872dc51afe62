/** Turns summaries and reports into alerts, by rules and by what detectors have learned. */
@NullMarked
package io.tocsin.pipeline.detect;

import org.jspecify.annotations.NullMarked;
