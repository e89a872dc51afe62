package io.tocsin.connectors.codec;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Headers of which each event has the same names in the same order. Immutable, and small: there is
 * one for each alert, and all that is done with it is to go through it.
 */
final class EventHeaders extends AbstractMap<String, byte[]> {
  private final String[] names;
  private final byte[][] values;

  /** The names and, in their order, the values; both are kept. */
  EventHeaders(String[] names, byte[]... values) {
    if (names.length != values.length) {
      throw new IllegalArgumentException(names.length + " names, " + values.length + " values");
    }
    this.names = names;
    this.values = values;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super byte[]> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  @Override
  public Set<Map.Entry<String, byte[]>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, byte[]>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, byte[]>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Map.Entry<String, byte[]> next() {
      if (next == names.length) {
        throw new NoSuchElementException();
      }
      int i = next++;
      return Map.entry(names[i], values[i]);
    }
  }
}
