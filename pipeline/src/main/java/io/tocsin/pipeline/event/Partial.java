package io.tocsin.pipeline.event;

import java.util.List;

/**
 * What one shard has to say about one group of sensors in one window: a part of what the sensors of
 * all shards add up to. Replaces the shard's earlier word on it.
 *
 * @param rule whose question it answers
 * @param input which of the rule's inputs
 * @param time the window's last instant, epoch milliseconds
 * @param group the group's labels
 * @param source the shard, as {@code topic-partition}
 * @param revision 0 = first word; 1 and up = changed by late events
 * @param sums what the shard's elements of the group add up to
 * @param spread what sums do not tell of windows
 * @param elements the elements themselves, where the question needs each
 * @param goesOn whether the elements follow those of the record before
 */
public record Partial(
    String rule,
    int input,
    long time,
    Labels group,
    String source,
    int revision,
    Sums sums,
    Spread spread,
    List<Element> elements,
    boolean goesOn) {
  /** Copies the elements. */
  public Partial {
    elements = List.copyOf(elements);
  }

  /**
   * One element of an instant vector.
   *
   * @param name the metric's name, may be empty
   */
  public record Element(String name, Labels labels, double value) {}
}
