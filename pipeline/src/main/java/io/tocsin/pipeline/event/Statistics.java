package io.tocsin.pipeline.event;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values by statistic name, in the order of the names: a map that takes one array, as every window
 * of every series has one. Names are shared between windows. Immutable once it is handed out.
 */
public final class Statistics extends AbstractMap<String, Double> {
  private final String[] names;
  private final double[] values;

  /**
   * The arrays become the map's own; both must stay as they are.
   *
   * @param names sorted, each once
   * @param values by name; NaN: the window has none
   */
  public Statistics(String[] names, double[] values) {
    if (names.length != values.length) {
      throw new IllegalArgumentException(names.length + " names, " + values.length + " values");
    }
    this.names = names;
    this.values = values;
  }

  /** Number of names, those without a value included. */
  public int names() {
    return names.length;
  }

  public String name(int i) {
    return names[i];
  }

  /** The value at {@code i}, NaN if there is none. */
  public double value(int i) {
    return values[i];
  }

  @Override
  public @Nullable Double get(@Nullable Object name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name) && !Double.isNaN(values[i])) {
        return values[i];
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public Set<Map.Entry<String, Double>> entrySet() {
    return new Entries();
  }

  private int after(int i) {
    int next = i + 1;
    while (next < values.length && Double.isNaN(values[next])) {
      next++;
    }
    return next;
  }

  private final class Entries extends AbstractSet<Map.Entry<String, Double>> {
    @Override
    public int size() {
      int size = 0;
      for (double value : values) {
        size += Double.isNaN(value) ? 0 : 1;
      }
      return size;
    }

    @Override
    public Iterator<Map.Entry<String, Double>> iterator() {
      return new Iterator<>() {
        private int next = after(-1);

        @Override
        public boolean hasNext() {
          return next < values.length;
        }

        @Override
        public Map.Entry<String, Double> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          int at = next;
          next = after(at);
          return Map.entry(names[at], values[at]);
        }
      };
    }
  }
}
