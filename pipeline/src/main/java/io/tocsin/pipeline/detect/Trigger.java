package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.rule.expr.BinaryOp;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** When a rule is true. Immutable. */
sealed interface Trigger {
  /**
   * An expression.
   *
   * @param clear what must be true for a firing alert to end; null: that {@code expr} is not
   * @param leaves what both look at
   * @param threshold the comparison at the top, if there is one
   * @param derived whether it looks at what recording rules make
   */
  record Expression(
      Node.Vector expr,
      Node.@Nullable Vector clear,
      List<Integer> leaves,
      @Nullable Threshold threshold,
      boolean derived) {
    Expression(
        Node.Vector expr,
        Node.@Nullable Vector clear,
        List<Integer> leaves,
        @Nullable Threshold threshold) {
      this(expr, clear, leaves, threshold, false);
    }
  }

  /** The comparison at the top of an expression: tells what was expected. */
  record Threshold(String subject, BinaryOp op, Node limit) {}

  /**
   * Looked at whenever a sensor's step is complete.
   *
   * @param plan index of the window plan's step plan
   */
  record AtStep(int plan, long interval, Expression expression) implements Trigger {}

  /** Looked at with each reading that the rule's watcher sees. */
  record AtReading(Expression expression) implements Trigger {}

  /** Whatever a detector finds unusual. */
  record Learned(Settings settings) implements Trigger {}

  /**
   * Enough reports within a time.
   *
   * @param within milliseconds
   */
  record Reports(Predicate<Report> filter, int count, long within) implements Trigger {}

  /**
   * Nothing from a sensor for some time.
   *
   * @param after milliseconds
   * @param expectEvery how often something was expected, milliseconds
   */
  record Absent(long after, long expectEvery) implements Trigger {}

  /** Told by the engine itself. */
  record Internal() implements Trigger {}
}
