package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;

/**
 * One element of an instant vector.
 *
 * @param name the metric's name, empty where an operation has dropped it
 * @param labels all other labels
 */
record Sample(String name, Labels labels, double value) {
  Sample unnamed(double other) {
    return new Sample("", labels, other);
  }
}
