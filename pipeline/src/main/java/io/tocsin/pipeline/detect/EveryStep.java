package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are looked at also where nobody has anything to say, since that may be what they are
 * about: which steps there are, and whether there was a sample lately. What was not there when it
 * was first listened for counts as gone only after that has gone on for as long as an expression
 * looks back.
 */
final class EveryStep {
  /** Most steps at once: what is longer ago was never looked at. */
  private static final long MOST = 100_000;

  private final Table<String, Long> table;
  private final boolean finite;

  /**
   * @param finite whether the input ends, so that its time moves with its events alone
   */
  EveryStep(ShardState state, boolean finite) {
    table = state.table(new TableSpec<>("merge.steps", 1, Codecs.STRING, Codecs.LONG));
    this.finite = finite;
  }

  /** The steps of a rule up to a time that were not looked at yet. */
  void upTo(AlertRule rule, Trigger.OverGroups over, long time, Consumer<Merged.Key> step) {
    String name = "looked " + rule.identity();
    Long looked = table.get(name);
    long last = Math.floorDiv(time, over.interval()) * over.interval();
    long from = looked == null ? last : looked + over.interval();
    // A clock that went on while nobody listened proves no silence.
    long longest = Math.max(Compiler.LOOKBACK, 2 * over.interval());
    boolean deaf = looked == null || (!finite && time - looked > longest);
    if (deaf) {
      from = last;
      for (int leaf = 0; leaf < over.leaves().size(); leaf++) {
        if (over.leaves().get(leaf).holds()) {
          heard(rule, leaf, last);
        }
      }
    }
    from = Math.max(from, last - MOST * over.interval());
    for (long at = from; at <= last; at += over.interval()) {
      step.accept(new Merged.Key(at, rule.identity()));
    }
    if (from <= last) {
      table.put(name, last);
    }
  }

  /**
   * Puts a sample that is still there before a rule, where nobody who lives says that there is
   * none.
   */
  void hold(AlertRule rule, Trigger.OverGroups over, Merged window, StepView view) {
    for (int leaf = 0; leaf < over.leaves().size(); leaf++) {
      GroupLeaf of = over.leaves().get(leaf);
      if (!of.holds()) {
        continue;
      }
      if (view.has(leaf)) {
        heard(rule, leaf, (long) view.leaf(leaf).get(0).value());
      } else if (window.hasDataOf(of.input())) {
        table.remove(name(rule, leaf));
      } else {
        Long newest = heardLast(rule, leaf);
        if (newest != null && newest <= view.time() && view.time() - newest <= of.hold()) {
          view.put(leaf, "", Labels.NONE, (double) newest);
        }
      }
    }
  }

  private @Nullable Long heardLast(AlertRule rule, int leaf) {
    return table.get(name(rule, leaf));
  }

  private void heard(AlertRule rule, int leaf, long time) {
    Long newest = heardLast(rule, leaf);
    if (newest == null || newest < time) {
      table.put(name(rule, leaf), time);
    }
  }

  private static String name(AlertRule rule, int leaf) {
    return "heard " + leaf + " " + rule.identity();
  }
}
