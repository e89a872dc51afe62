package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.window.WindowOutput.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of one sensor at one moment, by leaf. Filled again for each step; used while one step
 * is evaluated.
 */
final class StepView {
  private final List<List<Sample>> named = new ArrayList<>();
  private final List<Integer> filled = new ArrayList<>();
  private long time;
  private boolean whole;

  void reset(long at) {
    time = at;
    whole = false;
    filled.forEach(leaf -> named.get(leaf).clear());
    filled.clear();
  }

  void fill(List<Row> rows) {
    for (Row row : rows) {
      for (int i = 0; i < row.leaves().length; i++) {
        if (!Double.isNaN(row.values()[i])) {
          put(row.leaves()[i], row.series(), row.labels(), row.values()[i]);
        }
      }
    }
  }

  void put(int leaf, Series series, Labels labels, double value) {
    put(leaf, series.metric(), labels, value);
  }

  void put(int leaf, String name, Labels labels, double value) {
    while (named.size() <= leaf) {
      named.add(new ArrayList<>());
    }
    List<Sample> samples = named.get(leaf);
    if (samples.isEmpty()) {
      filled.add(leaf);
    }
    samples.add(new Sample(name, labels, value));
  }

  /** Notes whether every element is here: what is not, is not there. */
  void whole(boolean all) {
    whole |= all;
  }

  boolean whole() {
    return whole;
  }

  /** The step, epoch milliseconds. */
  long time() {
    return time;
  }

  /** The samples of a leaf, with their names. */
  List<Sample> leaf(int leaf) {
    return leaf < named.size() ? named.get(leaf) : List.of();
  }

  boolean has(int leaf) {
    return leaf < named.size() && !named.get(leaf).isEmpty();
  }
}
