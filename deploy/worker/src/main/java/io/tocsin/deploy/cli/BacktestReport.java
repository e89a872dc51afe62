package io.tocsin.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.deploy.backtest.BacktestResult;
import io.tocsin.deploy.backtest.Difference;
import io.tocsin.deploy.backtest.Firing;
import io.tocsin.deploy.backtest.Judgement;
import io.tocsin.deploy.backtest.Truth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a backtest tells: a table for people, JSON for programs. */
final class BacktestReport {
  private final ObjectMapper mapper = new ObjectMapper();
  private final Input input;
  private final BacktestResult result;
  private final List<Firing> firings;
  private final Map<String, Map<String, List<Firing>>> byRule = new TreeMap<>();
  private final @Nullable Difference difference;
  private final @Nullable Judgement judgement;
  private final @Nullable Judgement otherJudgement;

  /** What was read. */
  record Input(long events, long bad, String firstBad, double seconds) {}

  /**
   * @param other what the other version told; null without one
   * @param after how long after a fault's end a firing belongs to it, milliseconds
   */
  BacktestReport(
      Input input,
      BacktestResult result,
      @Nullable BacktestResult other,
      @Nullable Truth truth,
      long after) {
    this.input = input;
    this.result = result;
    firings = Firing.of(result);
    for (Firing firing : firings) {
      byRule
          .computeIfAbsent(firing.rule(), rule -> new TreeMap<>())
          .computeIfAbsent(firing.component(), sensor -> new ArrayList<>())
          .add(firing);
    }
    List<Firing> before = other == null ? null : Firing.of(other);
    difference = before == null ? null : Difference.of(before, firings);
    judgement = truth == null ? null : Judgement.of(firings, truth, after);
    otherJudgement = truth == null || before == null ? null : Judgement.of(before, truth, after);
  }

  String table(int top) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%,d events in %.1f s (%,.0f/s); %,d firings of %d rules",
        input.events(),
        input.seconds(),
        input.events() / Math.max(0.001, input.seconds()),
        firings.size(),
        byRule.size());
    if (input.bad() > 0) {
      line(text, "%,d lines could not be read; the first: %s", input.bad(), input.firstBad());
    }
    result.rejected().forEach((why, n) -> line(text, "%,d events refused: %s", n, why.word()));
    firings(text, top);
    if (difference != null) {
      difference(text, difference, top);
    }
    if (judgement != null) {
      line(text, "");
      judgement(text, "", judgement, top);
    }
    if (otherJudgement != null) {
      judgement(text, "against: ", otherJudgement, 0);
    }
    return text.toString();
  }

  private void firings(StringBuilder text, int top) {
    if (firings.isEmpty()) {
      return;
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"rule", "sensor", "firings", "active", "first", "last"});
    byRule.forEach(
        (rule, sensors) ->
            sensors.forEach(
                (sensor, of) ->
                    rows.add(
                        new String[] {
                          rule + (of.get(0).shadow() ? " (shadow)" : ""),
                          sensor,
                          String.format(Locale.ROOT, "%,d", of.size()),
                          active(of),
                          time(of.get(0).start()),
                          time(of.get(of.size() - 1).start())
                        })));
    line(text, "");
    rows(text, rows, top);
  }

  /** The longest time one of them was active. */
  private static String active(List<Firing> of) {
    boolean open = of.stream().anyMatch(Firing::open);
    long longest =
        of.stream().filter(f -> !f.open()).mapToLong(f -> f.end() - f.start()).max().orElse(0);
    return open ? "open" : "≤ " + seconds(longest);
  }

  private static String seconds(long millis) {
    return millis >= 120_000
        ? String.format(Locale.ROOT, "%.1f min", millis / 60_000.0)
        : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static void rows(StringBuilder text, List<String[]> rows, int top) {
    int shown = Math.min(rows.size(), top + 1);
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows.subList(0, shown)) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows.subList(0, shown)) {
      StringBuilder made = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        made.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
      }
      line(text, "%s", made.toString().stripTrailing());
    }
    if (rows.size() > shown) {
      line(text, "… and %,d more", rows.size() - shown);
    }
  }

  private static void difference(StringBuilder text, Difference difference, int top) {
    Map<Difference.Kind, Integer> counts = difference.counts();
    line(text, "");
    line(
        text,
        "against the other version: %,d the same, %,d changed, %,d only new, %,d only old",
        counts.get(Difference.Kind.SAME),
        counts.get(Difference.Kind.CHANGED),
        counts.get(Difference.Kind.ONLY_NEW),
        counts.get(Difference.Kind.ONLY_OLD));
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"what", "rule", "sensor", "was", "is"});
    for (Difference.Pair pair : difference.pairs()) {
      if (pair.kind() != Difference.Kind.SAME) {
        rows.add(
            new String[] {
              word(pair.kind()),
              pair.shown().rule(),
              pair.shown().component(),
              times(pair.before()),
              times(pair.now())
            });
      }
    }
    if (rows.size() > 1) {
      rows(text, rows, top);
    }
  }

  private static String times(@Nullable Firing firing) {
    return firing == null
        ? "-"
        : time(firing.start()) + " to " + (firing.open() ? "now" : time(firing.end()));
  }

  private static String word(Difference.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void judgement(StringBuilder text, String which, Judgement of, int top) {
    line(
        text,
        "%sprecision %.3f (%d of %d firings belong to a fault), recall %.3f (%d of %d faults"
            + " found), median delay %s",
        which,
        of.precision(),
        of.rightFirings(),
        of.firings(),
        of.recall(),
        of.found(),
        of.faults(),
        of.medianDelay() < 0 ? "-" : seconds(of.medianDelay()));
    of.missed().stream()
        .limit(top)
        .forEach(
            fault ->
                line(
                    text,
                    "  missed: %s %s, %s to %s",
                    fault.sensor(),
                    fault.kind(),
                    time(fault.start()),
                    time(fault.end())));
  }

  private static void line(StringBuilder text, String format, @Nullable Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  String json() {
    ObjectNode root = mapper.createObjectNode();
    root.put("events", input.events());
    root.put("bad_lines", input.bad());
    root.put("seconds", input.seconds());
    ObjectNode refused = root.putObject("refused");
    result.rejected().forEach((why, count) -> refused.put(why.word(), count));
    root.put("firings", firings.size());
    ObjectNode rules = root.putObject("rules");
    byRule.forEach(
        (rule, sensors) -> {
          ObjectNode of = rules.putObject(rule);
          of.put("firings", sensors.values().stream().mapToInt(List::size).sum());
          of.put("shadow", sensors.values().iterator().next().get(0).shadow());
          ObjectNode bySensor = of.putObject("sensors");
          sensors.forEach(
              (sensor, list) -> {
                var array = bySensor.putArray(sensor);
                list.forEach(firing -> firing(array.addObject(), firing));
              });
        });
    if (difference != null) {
      ObjectNode of = root.putObject("difference");
      difference.counts().forEach((kind, count) -> of.put(word(kind).replace(' ', '_'), count));
      var list = of.putArray("firings");
      for (Difference.Pair pair : difference.pairs()) {
        if (pair.kind() != Difference.Kind.SAME) {
          ObjectNode node = list.addObject();
          node.put("what", word(pair.kind()).replace(' ', '_'));
          node.put("rule", pair.shown().rule());
          node.put("sensor", pair.shown().component());
          put(node, "was", pair.before());
          put(node, "is", pair.now());
        }
      }
    }
    if (judgement != null) {
      judgement(root.putObject("truth"), judgement);
    }
    if (otherJudgement != null) {
      judgement(root.putObject("truth_against"), otherJudgement);
    }
    return root.toPrettyString();
  }

  private static void put(ObjectNode node, String key, @Nullable Firing firing) {
    if (firing != null) {
      firing(node.putObject(key), firing);
    }
  }

  private static void firing(ObjectNode node, Firing firing) {
    ObjectNode labels = node.putObject("labels");
    firing.labels().forEach(labels::put);
    node.put("start", time(firing.start()));
    if (!firing.open()) {
      node.put("end", time(firing.end()));
      node.put("ended", firing.ended());
    }
  }

  private static void judgement(ObjectNode node, Judgement of) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("firings", of.firings());
    counts.put("right_firings", of.rightFirings());
    counts.put("faults", of.faults());
    counts.put("found", of.found());
    counts.forEach(node::put);
    if (of.firings() > 0) {
      node.put("precision", of.precision());
    }
    if (of.faults() > 0) {
      node.put("recall", of.recall());
    }
    if (of.medianDelay() >= 0) {
      node.put("median_delay_s", of.medianDelay() / 1000.0);
    }
    node.putPOJO(
        "missed",
        of.missed().stream()
            .map(f -> f.sensor() + " " + f.kind() + " " + time(f.start()))
            .collect(Collectors.toList()));
    ObjectNode byRule = node.putObject("rules");
    of.byRule()
        .forEach(
            (rule, count) ->
                byRule.putObject(rule).put("firings", count.firings()).put("right", count.right()));
  }
}
