package io.tocsin.pipeline.deliver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keys in order of the wall time at which something is to be done about them. */
final class Agenda {
  private final Map<String, Item> items = new TreeMap<>();
  private final TreeSet<Item> order =
      new TreeSet<>(Comparator.comparingLong(Item::at).thenComparing(Item::key));

  void set(String key, long at) {
    clear(key);
    Item item = new Item(key, at);
    items.put(key, item);
    order.add(item);
  }

  void clear(String key) {
    Item item = items.remove(key);
    if (item != null) {
      order.remove(item);
    }
  }

  /** The first that are due, at most so many; they stay. */
  List<String> due(long wall, int most) {
    List<String> due = new ArrayList<>();
    for (Item item : order) {
      if (item.at > wall || due.size() == most) {
        break;
      }
      due.add(item.key);
    }
    return due;
  }

  private record Item(String key, long at) {}
}
