package io.tocsin.pipeline.rule.expr;

import java.util.List;

/**
 * Which labels an aggregation keeps.
 *
 * @param without whether {@code labels} go (all others stay) rather than stay (all others go)
 * @param labels as written
 */
public record Grouping(boolean without, List<String> labels) {

  /** Everything in one group. */
  public static final Grouping ALL = new Grouping(false, List.of());

  /** Copies the labels. */
  public Grouping {
    labels = List.copyOf(labels);
  }

  /** Whether elements that differ in {@code label} stay apart. */
  public boolean keeps(String label) {
    return labels.contains(label) != without;
  }
}
