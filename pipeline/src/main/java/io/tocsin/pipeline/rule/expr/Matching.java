package io.tocsin.pipeline.rule.expr;

import java.util.List;

/**
 * How the elements of two instant vectors find each other.
 *
 * @param cardinality how many elements may share one label set
 * @param on whether only {@code labels} are compared, rather than all but {@code labels}
 * @param labels as written
 * @param include labels taken over from the "one" side, as written
 */
public record Matching(
    Cardinality cardinality, boolean on, List<String> labels, List<String> include) {

  /** How many elements of each side may share one label set. */
  public enum Cardinality {
    ONE_TO_ONE,
    /** {@code group_left}. */
    MANY_TO_ONE,
    /** {@code group_right}. */
    ONE_TO_MANY,
    /** Set operators. */
    MANY_TO_MANY
  }

  /** Copies the lists. */
  public Matching {
    labels = List.copyOf(labels);
    include = List.copyOf(include);
  }

  /** All labels compared, one to one. */
  public static Matching plain() {
    return new Matching(Cardinality.ONE_TO_ONE, false, List.of(), List.of());
  }

  /** Whether elements that differ in {@code label} never meet. */
  public boolean compares(String label) {
    return labels.contains(label) == on;
  }
}
