package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Aggregator;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.Grouping;
import io.tocsin.pipeline.rule.expr.LabelMatcher;
import io.tocsin.pipeline.window.RangeFunction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Splits an expression over several sensors in two: what is evaluated where each sensor's data are,
 * as large as it can be, and the rest, which is evaluated where the parts meet.
 */
final class GroupCompiler implements Compiler.Places {
  private final Leaves leaves;
  private final Map<String, Integer> inputIndex;
  private final List<GroupInput> inputs;
  private final List<GroupLeaf> groupLeaves;
  private boolean records;

  /**
   * @param leaves of the rules' interval
   */
  GroupCompiler(Leaves leaves) {
    this.leaves = leaves;
    inputIndex = new LinkedHashMap<>();
    inputs = new ArrayList<>();
    groupLeaves = new ArrayList<>();
  }

  private GroupCompiler(GroupCompiler shared, Leaves leaves) {
    this.leaves = leaves;
    inputIndex = shared.inputIndex;
    inputs = shared.inputs;
    groupLeaves = shared.groupLeaves;
  }

  /** Whether the expressions compiled so far look at records over many sensors. */
  boolean looksAtRecords() {
    return records;
  }

  List<GroupInput> inputs() {
    return inputs;
  }

  List<GroupLeaf> leaves() {
    return groupLeaves;
  }

  @Override
  public @Nullable Node place(Expr expr) throws NotYet {
    if (expr instanceof Expr.Selector selector) {
      GroupRecord record = leaves.overGroups(selector);
      if (record != null) {
        return record(record, selector);
      }
    }
    if (expr instanceof Expr.Aggregation aggregation
        && !aggregation.grouping().keeps(Compiler.SENSOR)
        && GroupLeaf.addsUp(aggregation.aggregator())
        && isLocal(aggregation.operand())) {
      int input = input(aggregation.operand(), aggregation.grouping(), false);
      return leaf(new GroupLeaf(input, aggregation.aggregator()));
    }
    return isLocal(expr) ? leaf(new GroupLeaf(input(expr, Grouping.ALL, true), null)) : null;
  }

  @Override
  public Node.Vector absent(Expr.Call call) throws NotYet {
    Expr of = call.arguments().get(0);
    if (of instanceof Expr.Range over) {
      return absent(call, over.selector(), over.rangeMillis(), null, labels(over.selector()));
    } else if (of instanceof Expr.Selector selector) {
      return absent(call, selector, Compiler.LOOKBACK, null, labels(selector));
    } else if (of instanceof Expr.Binary binary
        && binary.op().isComparison()
        && !binary.bool()
        && binary.left() instanceof Expr.Selector selector) {
      return absent(call, selector, Compiler.LOOKBACK, binary, Labels.NONE);
    }
    throw new NotYet(
        call.function().word()
            + "() of "
            + of
            + ": it takes a selector, or one compared with a number, as in absent(up == 1)");
  }

  /**
   * @param condition what must be true of the newest sample; null: nothing
   */
  private Node.Vector absent(
      Expr.Call call, Expr.Selector selector, long range, @Nullable Expr condition, Labels labels)
      throws NotYet {
    if (selector.offsetMillis() != 0) {
      throw new NotYet("an offset within " + call.function().word() + "(), as in " + selector);
    } else if (leaves.overGroups(selector) != null || leaves.madeOf(selector) != null) {
      throw new NotYet(call.function().word() + "() of the record " + selector);
    }
    int newest = leaves.add(selector, RangeFunction.NEWEST, range, 0);
    List<Integer> used = new ArrayList<>(List.of(newest));
    Node.Vector operand = view -> view.leaf(newest);
    if (condition != null) {
      Compiler compiler = new Compiler(leaves);
      if (!(compiler.compile(condition) instanceof Node.Vector holds)) {
        throw new NotYet(condition.toString());
      }
      used.addAll(compiler.used());
      operand = view -> ofThese(view.leaf(newest), holds.at(view));
    }
    String text = condition == null ? selector.toString() : condition.toString();
    inputs.add(new GroupInput(text, operand, used, Grouping.ALL, false));
    Node.Vector seen = leaf(new GroupLeaf(inputs.size() - 1, Aggregator.MAX, range));
    return view -> seen.at(view).isEmpty() ? List.of(new Sample("", labels, 1)) : List.of();
  }

  private static List<Sample> ofThese(List<Sample> samples, List<Sample> these) {
    return samples.stream()
        .filter(
            sample ->
                these.stream()
                    .anyMatch(
                        one ->
                            one.name().equals(sample.name())
                                && one.labels().equals(sample.labels())))
        .toList();
  }

  /** What is absent has the labels that were asked for, where there is no doubt which. */
  private static Labels labels(Expr.Selector selector) {
    Map<String, String> labels = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>(Set.of("__name__"));
    for (LabelMatcher matcher : selector.matchers()) {
      if (seen.add(matcher.name()) && matcher.op() == LabelMatcher.Op.EQUAL) {
        labels.put(matcher.name(), matcher.value());
      } else {
        labels.remove(matcher.name());
      }
    }
    return Labels.of(labels);
  }

  private Node.Vector record(GroupRecord record, Expr.Selector selector) throws NotYet {
    if (selector.offsetMillis() != 0) {
      throw new NotYet("an offset of the record " + selector);
    }
    records = true;
    Compiler compiler = new Compiler(record.leaves(), new GroupCompiler(this, record.leaves()));
    if (compiler.compile(record.expr()) instanceof Node.Vector vector) {
      return record.seenBy(leaves.seen(selector), vector);
    }
    throw new NotYet(selector.toString());
  }

  private Node.Vector leaf(GroupLeaf of) {
    int known = groupLeaves.indexOf(of);
    int at = known < 0 ? groupLeaves.size() : known;
    if (known < 0) {
      groupLeaves.add(of);
    }
    return view -> view.leaf(at);
  }

  private int input(Expr operand, Grouping grouping, boolean each) throws NotYet {
    String name = operand + " " + grouping + " " + each + " " + leaves.filter();
    Integer known = inputIndex.get(name);
    if (known != null) {
      return known;
    }
    Compiler compiler = new Compiler(leaves);
    if (!(compiler.compile(operand) instanceof Node.Vector vector)) {
      throw new NotYet(operand.toString());
    }
    inputs.add(new GroupInput(operand.toString(), vector, compiler.used(), grouping, each));
    inputIndex.put(name, inputs.size() - 1);
    return inputs.size() - 1;
  }

  /** Whether each sensor can answer for itself. */
  private boolean isLocal(Expr expr) {
    try {
      return hasSelector(expr)
          && !looksAtRecords(expr)
          && new Compiler(new Leaves()).compile(expr) instanceof Node.Vector;
    } catch (NotYet notYet) {
      return false;
    }
  }

  private boolean looksAtRecords(Expr expr) {
    return (expr instanceof Expr.Selector selector && leaves.overGroups(selector) != null)
        || expr.children().stream().anyMatch(this::looksAtRecords);
  }

  private static boolean hasSelector(Expr expr) {
    return expr instanceof Expr.Selector
        || expr.children().stream().anyMatch(GroupCompiler::hasSelector);
  }
}
