package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Partial;
import io.tocsin.pipeline.event.Partial.Element;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Spread;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.event.Sums;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import io.tocsin.pipeline.window.WindowOutput;
import java.util.List;
import java.util.Map;

/**
 * This shard's part of rules that look at many sensors: gathers what its sensors say about each
 * group, and tells it once all of them have come past the window; what comes later is told as a
 * change, all of it at once.
 */
final class PartRules {
  /** How long changes of one window are gathered, milliseconds of shard time. */
  static final long GATHER = 2_000;

  /** Most elements in one record. */
  private static final int CHUNK = 500;

  private final Table<Parts.Key, Parts> table;
  private final Table<String, Long> shard;
  private final Timers<Parts.Key> due;
  private final Timers<Parts.Key> late;
  private final Rules rules;
  private final Teller teller;
  private final AlertCounts counts;
  private final Degraded degraded;
  private final String source;
  private long settled;

  PartRules(
      ShardState state,
      Rules rules,
      Teller teller,
      AlertCounts counts,
      Degraded degraded,
      String source) {
    table =
        state.table(new TableSpec<>("detect.parts", Parts.VERSION, Parts.Key.CODEC, Parts.CODEC));
    shard = state.table(new TableSpec<>("detect.settled", 1, Codecs.STRING, Codecs.LONG));
    due = state.timers("detect.parts.due", Parts.Key.CODEC);
    late = state.timers("detect.parts.late", Parts.Key.CODEC);
    this.rules = rules;
    this.teller = teller;
    this.counts = counts;
    this.degraded = degraded;
    this.source = source;
    Long stored = shard.get("settled");
    settled = stored == null ? Long.MIN_VALUE : stored;
  }

  /** A sensor's step is complete. */
  void step(AlertRule rule, Trigger.OverGroups over, SensorId sensor, StepView view, long now) {
    counts.evaluations++;
    try {
      for (int input = 0; input < over.inputs().size(); input++) {
        GroupInput question = over.inputs().get(input);
        for (Map.Entry<Labels, List<Sample>> group : question.answers(view).entrySet()) {
          Parts.Key key = new Parts.Key(view.time(), rule.identity(), input, group.getKey());
          put(key, over, sensor.value(), said(question, group.getValue()), now);
        }
      }
    } catch (RuleFailure failure) {
      counts.failures++;
      degraded.failed(rule, sensor, failure, view.time(), now);
    }
  }

  private static Parts.Said said(GroupInput input, List<Sample> samples) {
    if (input.each()) {
      return new Parts.Said(
          Sums.NONE,
          samples.stream().map(s -> new Element(s.name(), s.labels(), s.value())).toList());
    }
    Sums sums = Sums.NONE;
    for (Sample sample : samples) {
      sums = sums.plus(Sums.of(sample.value()));
    }
    return new Parts.Said(sums, List.of());
  }

  /** A series' window is closed or amended: it belongs to coarser ones. */
  void closed(WindowOutput.Closed closed, long now) {
    AlertRule rule = rules.summaries();
    WindowOutput.Addends addends = closed.addends();
    Summary summary = closed.summary();
    if (rule != null && addends != null && rule.trigger() instanceof Trigger.OverGroups over) {
      for (int input = 0; input < over.inputs().size(); input++) {
        Labels group = over.inputs().get(input).group(summary.labels());
        Parts.Key key = new Parts.Key(summary.end() - 1, rule.identity(), input, group);
        Parts.Said said = new Parts.Said(addends.sums(), addends.spread(), List.of());
        put(key, over, summary.labels().toString(), said, now);
      }
    }
  }

  private void put(
      Parts.Key key, Trigger.OverGroups over, String sensor, Parts.Said said, long now) {
    boolean comesLate = key.time() <= settled;
    if (comesLate && (!over.amends() || key.time() <= settled - over.keepFor())) {
      counts.tooLate++;
      return;
    }
    Cell<Parts> cell = table.cell(key);
    Parts parts = cell.get();
    if (parts == null) {
      parts = new Parts();
      cell.set(parts);
      due.set(key, comesLate ? key.time() + over.keepFor() : key.time());
    }
    if (parts.put(sensor, said)) {
      cell.changed();
      if (comesLate) {
        late.set(key, now + GATHER);
      }
    }
  }

  /** Everything up to {@code mark} that comes in time has come. */
  void settled(long mark) {
    due.fire(mark, this::due);
    if (mark == Long.MAX_VALUE) {
      late.fire(mark, (key, at) -> tell(key));
    }
    settled = mark;
    shard.put("settled", mark);
    teller.add(new DetectOutput.Marked(mark));
  }

  private void due(Parts.Key key, long at) {
    AlertRule rule = rules.byIdentity(key.rule());
    if (rule == null
        || !(rule.trigger() instanceof Trigger.OverGroups over)
        || key.input() >= over.inputs().size()
        || at > key.time()) {
      table.remove(key);
      late.clear(key);
      return;
    }
    tell(key);
    due.set(key, key.time() + Math.max(1, over.keepFor()));
  }

  /** The shard's time has come to {@code now}: tells what was changed. */
  void changed(long now) {
    if (late.next() <= now) {
      late.fire(now, (key, at) -> tell(key));
    }
  }

  private void tell(Parts.Key key) {
    Cell<Parts> cell = table.cell(key);
    Parts parts = cell.get();
    AlertRule rule = rules.byIdentity(key.rule());
    if (parts == null || rule == null || !(rule.trigger() instanceof Trigger.OverGroups over)) {
      return;
    }
    parts.revision++;
    cell.changed();
    if (!over.inputs().get(key.input()).each()) {
      teller.add(
          new DetectOutput.Parted(
              part(key, parts, parts.sums(), parts.spread(), List.of(), false)));
      return;
    }
    List<Element> elements = parts.elements();
    int from = 0;
    do {
      int to = Math.min(elements.size(), from + CHUNK);
      List<Element> some = elements.subList(from, to);
      teller.add(new DetectOutput.Parted(part(key, parts, Sums.NONE, Spread.NONE, some, from > 0)));
      from = to;
    } while (from < elements.size());
  }

  private Partial part(
      Parts.Key key,
      Parts parts,
      Sums sums,
      Spread spread,
      List<Element> elements,
      boolean goesOn) {
    return new Partial(
        key.rule(),
        key.input(),
        key.time(),
        key.group(),
        source,
        parts.revision,
        sums,
        spread,
        elements,
        goesOn);
  }
}
