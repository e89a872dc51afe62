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

  /**
   * Looked at whenever a step is complete in all shards: each tells its part, and where the parts
   * meet the expression is evaluated over all groups at once.
   *
   * @param plan index of the window plan's step plan
   * @param keepFor how long a step may be changed by what comes late, milliseconds
   * @param amends whether it may at all
   * @param expression over the leaves
   * @param inputs what each sensor is asked
   * @param leaves the vectors that the expression begins with
   * @param makes the series that the elements make; null: alerts
   */
  record OverGroups(
      int plan,
      long interval,
      long keepFor,
      boolean amends,
      Expression expression,
      List<GroupInput> inputs,
      List<GroupLeaf> leaves,
      @Nullable GroupRecord makes)
      implements Trigger {
    public OverGroups {
      inputs = List.copyOf(inputs);
      leaves = List.copyOf(leaves);
    }

    /** Whether it is looked at also where no sensor has anything to say. */
    boolean atEveryStep() {
      return leaves.stream().anyMatch(GroupLeaf::holds);
    }

    /** The same as a look at a step. */
    AtStep asStep() {
      return new AtStep(plan, interval, expression);
    }
  }

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
   * @param after milliseconds; {@link io.tocsin.pipeline.window.WindowPlan#LEARNED} for what is
   *     long for the sensor
   * @param expectEvery how often something was expected, milliseconds
   * @param of which sensors count
   */
  record Absent(long after, long expectEvery, SourceFilter of) implements Trigger {}

  /** Told by the engine itself. */
  record Internal() implements Trigger {}

  /**
   * Found by each shard for itself, and told once for all of them: what a shard finds it says where
   * the parts of all shards meet, see {@link ShardWords}.
   */
  record Word() implements Trigger {}
}
