package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Sums;
import io.tocsin.pipeline.rule.expr.Aggregator;
import org.jspecify.annotations.Nullable;

/**
 * A vector that an expression over groups begins with.
 *
 * @param input index of the rule's input
 * @param aggregator what is made of each group; null: the elements as they are
 * @param hold how long after the newest sample, whose time is the value, there still is one,
 *     milliseconds; 0: the value is no such time
 */
record GroupLeaf(int input, @Nullable Aggregator aggregator, long hold) {
  GroupLeaf(int input, @Nullable Aggregator aggregator) {
    this(input, aggregator, 0);
  }

  /** Whether it has an element while the newest sample is not too old, whoever it is of. */
  boolean holds() {
    return hold > 0;
  }

  /** Whether what an operator needs can be added up in parts. */
  static boolean addsUp(Aggregator aggregator) {
    return switch (aggregator) {
      case SUM, AVG, COUNT, GROUP, MIN, MAX, STDVAR, STDDEV -> true;
      case TOPK, BOTTOMK, QUANTILE, COUNT_VALUES -> false;
    };
  }

  static double value(Aggregator aggregator, Sums sums) {
    return switch (aggregator) {
      case SUM -> sums.total();
      case AVG -> sums.total() / sums.count();
      case COUNT -> (double) sums.count();
      case GROUP -> 1;
      case MIN -> sums.min();
      case MAX -> sums.max();
      case STDVAR -> sums.squares() / sums.count();
      case STDDEV -> Math.sqrt(sums.squares() / sums.count());
      case TOPK, BOTTOMK, QUANTILE, COUNT_VALUES ->
          throw new IllegalStateException(aggregator + " needs each element");
    };
  }
}
