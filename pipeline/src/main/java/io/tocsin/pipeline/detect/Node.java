package io.tocsin.pipeline.detect;

import java.util.List;

/** A compiled expression. Immutable; evaluated by one thread at a time. */
sealed interface Node {
  /** An expression that is one number. */
  non-sealed interface Scalar extends Node {
    double at(StepView view);
  }

  /** An expression that is an instant vector. */
  non-sealed interface Vector extends Node {
    List<Sample> at(StepView view);
  }
}
