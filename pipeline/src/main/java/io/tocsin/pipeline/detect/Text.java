package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;

/** The text of a label or annotation, for one alert. */
@FunctionalInterface
interface Text {
  String of(Labels labels, double value);
}
