package io.tocsin.pipeline.window;

import static java.util.Objects.requireNonNull;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which parts a pane keeps and where in its row of numbers. Adding a sample and merging a later
 * pane into an earlier one are written here, in one place, over plain arrays, because they are what
 * every event and every step pays for.
 */
final class Layout {
  private static final Map<Integer, Layout> ALL = new ConcurrentHashMap<>();

  final int mask;
  final int stride;
  final boolean ordered;
  final boolean sketch;

  final int sum;
  final int moments;
  final int min;
  final int max;
  final int first;
  final int last;
  final int previous;
  final int counter;
  final int changes;
  final int resets;
  final int trend;
  final int stale;

  /** How each number of a row is stored. */
  private final Part.Stored[] stored;

  private Layout(Set<Part> parts) {
    Map<Part, Integer> at = new EnumMap<>(Part.class);
    int next = 0;
    int bits = 0;
    boolean inOrder = false;
    List<Part.Stored> kinds = new ArrayList<>();
    for (Part part : Part.values()) {
      at.put(part, parts.contains(part) ? next : -1);
      if (parts.contains(part)) {
        next += part.width;
        kinds.addAll(part.numbers);
        bits |= part.bit;
        inOrder |= part.ordered;
      }
    }
    mask = bits;
    stride = next;
    stored = kinds.toArray(Part.Stored[]::new);
    ordered = inOrder;
    sketch = parts.contains(Part.SKETCH);
    sum = requireNonNull(at.get(Part.SUM));
    moments = requireNonNull(at.get(Part.MOMENTS));
    min = requireNonNull(at.get(Part.MIN));
    max = requireNonNull(at.get(Part.MAX));
    first = requireNonNull(at.get(Part.FIRST));
    last = requireNonNull(at.get(Part.LAST));
    previous = requireNonNull(at.get(Part.PREVIOUS));
    counter = requireNonNull(at.get(Part.COUNTER));
    changes = requireNonNull(at.get(Part.CHANGES));
    resets = requireNonNull(at.get(Part.RESETS));
    trend = requireNonNull(at.get(Part.TREND));
    stale = requireNonNull(at.get(Part.STALE));
  }

  /** The one layout of these parts: every series has panes, and few sets of parts are in use. */
  static Layout of(int mask) {
    return ALL.computeIfAbsent(mask, Layout::parts);
  }

  private static Layout parts(int mask) {
    Set<Part> parts = EnumSet.of(Part.COUNT);
    for (Part part : Part.values()) {
      if ((mask & part.bit) != 0) {
        parts.add(part);
      }
    }
    return new Layout(parts);
  }

  /** Makes the row at {@code at} empty. */
  void clear(double[] a, int at) {
    for (int i = 0; i < stride; i++) {
      a[at + i] = 0;
    }
    if (min >= 0) {
      a[at + min] = Double.POSITIVE_INFINITY;
    }
    if (max >= 0) {
      a[at + max] = Double.NEGATIVE_INFINITY;
    }
    if (stale >= 0) {
      a[at + stale] = Double.NEGATIVE_INFINITY;
    }
  }

  double count(double[] a, int at) {
    return a[at];
  }

  /** Adds a sample; in time order where the layout is {@link #ordered}. */
  void add(double[] a, int at, long time, double value) {
    double n = a[at];
    if (ordered && n > 0) {
      follow(a, at, a[at + last + 1], value);
    }
    if (previous >= 0 && n > 0) {
      put(a, at + previous, a[at + last], a[at + last + 1]);
    }
    if (first >= 0 && (n == 0 || time < a[at + first])) {
      put(a, at + first, (double) time, value);
    }
    if (last >= 0 && (n == 0 || time >= a[at + last])) {
      put(a, at + last, (double) time, value);
    }
    if (sum >= 0) {
      addSum(a, at + sum, value);
    }
    if (min >= 0 && value < a[at + min]) {
      a[at + min] = value;
    }
    if (max >= 0 && value > a[at + max]) {
      a[at + max] = value;
    }
    if (moments >= 0) {
      double delta = value - a[at + moments];
      a[at + moments] += delta / (n + 1);
      a[at + moments + 1] += delta * (value - a[at + moments]);
    }
    if (trend >= 0) {
      addTrend(a, at + trend, n + 1, (double) time, value);
    }
    a[at] = n + 1;
  }

  /** A stale marker: whatever came before it is over. */
  void end(double[] a, int at, long time) {
    if (stale >= 0) {
      a[at + stale] = Math.max(a[at + stale], (double) time);
    }
  }

  /** What a value that follows another adds to counters of pairs. */
  private void follow(double[] a, int at, double before, double value) {
    if (counter >= 0 && value < before) {
      a[at + counter] += before;
    }
    if (changes >= 0 && value != before) {
      a[at + changes]++;
    }
    if (resets >= 0 && value < before) {
      a[at + resets]++;
    }
  }

  /** Stores the row of the pane that ends at {@code end}. */
  void write(double[] a, int at, long end, ByteWriter out) {
    for (int i = 0; i < stride; i++) {
      double number = a[at + i];
      switch (stored[i]) {
        case COUNT -> out.putVarLong((long) number);
        case TIME ->
            Times.put(
                end, number == Double.NEGATIVE_INFINITY ? Long.MIN_VALUE : (long) number, out);
        case VALUE -> out.putTrimmed(number);
      }
    }
  }

  void read(double[] a, int at, long end, ByteReader in) {
    for (int i = 0; i < stride; i++) {
      a[at + i] =
          switch (stored[i]) {
            case COUNT -> in.getVarLong();
            case TIME -> time(Times.get(end, in));
            case VALUE -> in.getTrimmed();
          };
    }
  }

  private static double time(long stored) {
    return stored == Long.MIN_VALUE ? Double.NEGATIVE_INFINITY : stored;
  }

  /** Merges a later row into an earlier one. */
  void merge(double[] a, int at, double[] b, int from) {
    if (stale >= 0) {
      a[at + stale] = Math.max(a[at + stale], b[from + stale]);
    }
    double n = a[at];
    double m = b[from];
    if (m == 0) {
      return;
    }
    if (n == 0) {
      double stopped = stale >= 0 ? a[at + stale] : 0;
      System.arraycopy(b, from, a, at, stride);
      if (stale >= 0) {
        a[at + stale] = stopped;
      }
      return;
    }
    mergePairs(a, at, b, from);
    if (first >= 0 && b[from + first] < a[at + first]) {
      put(a, at + first, b[from + first], b[from + first + 1]);
    }
    if (last >= 0 && b[from + last] >= a[at + last]) {
      put(a, at + last, b[from + last], b[from + last + 1]);
    }
    if (sum >= 0) {
      addSum(a, at + sum, b[from + sum]);
      a[at + sum + 1] += b[from + sum + 1];
    }
    if (min >= 0) {
      a[at + min] = Math.min(a[at + min], b[from + min]);
    }
    if (max >= 0) {
      a[at + max] = Math.max(a[at + max], b[from + max]);
    }
    if (moments >= 0) {
      double delta = b[from + moments] - a[at + moments];
      a[at + moments] += delta * m / (n + m);
      a[at + moments + 1] += b[from + moments + 1] + delta * delta * n * m / (n + m);
    }
    if (trend >= 0) {
      mergeTrend(a, at + trend, n, b, from + trend, m);
    }
    a[at] = n + m;
  }

  private void mergePairs(double[] a, int at, double[] b, int from) {
    if (!ordered) {
      return;
    }
    if (counter >= 0) {
      a[at + counter] += b[from + counter];
    }
    if (changes >= 0) {
      a[at + changes] += b[from + changes];
    }
    if (resets >= 0) {
      a[at + resets] += b[from + resets];
    }
    if (first >= 0) {
      follow(a, at, a[at + last + 1], b[from + first + 1]);
    }
    if (previous >= 0) {
      boolean single = b[from] == 1;
      double[] of = single ? a : b;
      int where = single ? at + last : from + previous;
      put(a, at + previous, of[where], of[where + 1]);
    }
  }

  private static void put(double[] a, int at, double time, double value) {
    a[at] = time;
    a[at + 1] = value;
  }

  /** Neumaier's sum: the second number holds what the first lost. */
  private static void addSum(double[] a, int at, double value) {
    double s = a[at];
    double t = s + value;
    a[at + 1] += Math.abs(s) >= Math.abs(value) ? (s - t) + value : (value - t) + s;
    a[at] = t;
  }

  private static void addTrend(double[] a, int at, double n, double time, double value) {
    if (n == 1) {
      a[at + 4] = time;
    }
    double seconds = (time - a[at + 4]) / 1000;
    double dt = seconds - a[at];
    a[at] += dt / n;
    double dv = value - a[at + 1];
    a[at + 1] += dv / n;
    a[at + 2] += dt * (value - a[at + 1]);
    a[at + 3] += dt * (seconds - a[at]);
  }

  private static void mergeTrend(double[] a, int at, double n, double[] b, int from, double m) {
    double dt = (b[from + 4] - a[at + 4]) / 1000 + b[from] - a[at];
    double dv = b[from + 1] - a[at + 1];
    double share = n * m / (n + m);
    a[at] += dt * m / (n + m);
    a[at + 1] += dv * m / (n + m);
    a[at + 2] += b[from + 2] + dt * dv * share;
    a[at + 3] += b[from + 3] + dt * dt * share;
  }
}
