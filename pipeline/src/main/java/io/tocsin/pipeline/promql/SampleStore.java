package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Expr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Series and their samples in memory. Mutable; owned by one thread. */
public final class SampleStore {

  /** The label that has the metric's name. */
  public static final String NAME = "__name__";

  record Entry(Labels labels, Samples samples) {}

  private final Map<Labels, Entry> series = new LinkedHashMap<>();
  private int generation;

  /**
   * Adds a sample.
   *
   * @param labels with the metric's name as {@link #NAME}
   * @param time epoch milliseconds
   * @param value any double; {@link StaleMarker#VALUE} ends the series
   * @return false when the series has this or a later time already, and nothing was added
   */
  public boolean add(Labels labels, long time, double value) {
    Entry entry = series.get(labels);
    if (entry == null) {
      entry = new Entry(labels, new Samples());
      series.put(labels, entry);
      generation++;
    }
    return entry.samples().add(time, value);
  }

  /** Changes when series came. */
  int generation() {
    return generation;
  }

  List<Entry> select(Expr.Selector selector) {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : series.values()) {
      if (matches(selector, entry.labels())) {
        found.add(entry);
      }
    }
    return found;
  }

  private static boolean matches(Expr.Selector selector, Labels labels) {
    return selector.name().map(name -> name.equals(labels.getOrEmpty(NAME))).orElse(true)
        && selector.matchers().stream().allMatch(m -> m.matches(labels.getOrEmpty(m.name())));
  }
}
