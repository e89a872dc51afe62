package io.tocsin.pipeline.deliver;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is at one endpoint. Of each group only the first may be under way, so that nothing
 * overtakes what came before it; groups do not wait for each other. Derived from the outbox' table.
 */
final class EndpointQueue {
  private final Map<String, ArrayDeque<Waiting>> groups = new TreeMap<>();

  /** First of each group, unless it is under way. */
  private final TreeSet<Waiting> turns = new TreeSet<>(Waiting.BY_TURN);

  private final TreeSet<Waiting> ages = new TreeSet<>(Waiting.BY_AGE);

  void add(Waiting waiting) {
    ArrayDeque<Waiting> group = groups.computeIfAbsent(waiting.group(), g -> new ArrayDeque<>());
    group.addLast(waiting);
    if (group.size() == 1) {
      offer(waiting);
    }
  }

  /** Takes the one to try now, or null. It is under way until it is put back or removed. */
  @Nullable Waiting take(long wall) {
    return turns.isEmpty() || turns.first().nextAt() > wall ? null : taken(turns.first());
  }

  /** Takes one that is to be given up, or null. */
  @Nullable Waiting takeExpired(long wall) {
    return ages.isEmpty() || ages.first().expiresAt() > wall ? null : taken(ages.first());
  }

  /** One that was under way is to be tried again. */
  void putBack(Waiting waiting, long nextAt) {
    ArrayDeque<Waiting> group = groups.get(waiting.group());
    if (group == null) {
      throw new IllegalStateException("group " + waiting.group() + " has nothing under way");
    }
    group.removeFirst();
    Waiting again = waiting.until(nextAt);
    group.addFirst(again);
    offer(again);
  }

  /** One that was under way is done with; the next of its group may follow. */
  void remove(Waiting waiting) {
    ArrayDeque<Waiting> group = groups.get(waiting.group());
    if (group == null) {
      return;
    }
    group.removeFirst();
    if (group.isEmpty()) {
      groups.remove(waiting.group());
    } else {
      offer(group.getFirst());
    }
  }

  private void offer(Waiting waiting) {
    turns.add(waiting);
    ages.add(waiting);
  }

  private Waiting taken(Waiting waiting) {
    turns.remove(waiting);
    ages.remove(waiting);
    return waiting;
  }
}
