package io.tocsin.pipeline.promql;

import java.util.List;

/** What an expression evaluates to at one instant. */
public sealed interface Value {

  /** One number. */
  record Scalar(double number) implements Value {}

  /** A text. */
  record Text(String text) implements Value {}

  /** Numbers by labels; no two elements have the same. */
  record Vector(List<Element> elements) implements Value {
    /** Copies the elements. */
    public Vector {
      elements = List.copyOf(elements);
    }
  }
}
