package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Series;

/** Which series a leaf is about. Must answer the same for the same series, always. */
@FunctionalInterface
public interface SeriesSelector {
  boolean matches(Series series);
}
