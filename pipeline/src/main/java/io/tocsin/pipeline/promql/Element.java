package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.event.Labels;
import java.util.List;

/**
 * One element of an instant vector.
 *
 * @param labels with the metric's name where it is kept
 * @param time of the sample it was read from, or of the evaluation; epoch milliseconds
 */
public record Element(Labels labels, double value, long time) {

  Element with(double other, long at) {
    return new Element(labels, other, at);
  }

  Element unnamed() {
    return new Element(labels.without(List.of(SampleStore.NAME)), value, time);
  }
}
