package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.connectors.kafka.SimTask.Count;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@link SimTask} tells and keeps if nothing ever goes wrong, for one partition of input. */
final class SimReference {
  private final Map<String, Count> counts = new TreeMap<>();
  private final Map<String, Long> timers = new TreeMap<>();
  private final TreeSet<String> held = new TreeSet<>();
  private final Deque<String> due = new ArrayDeque<>();
  private SimPartition input;
  private int incarnation;
  private long clock = Long.MIN_VALUE;
  private long position;
  private boolean begun;

  SimReference(SimPartition input, int incarnation) {
    this.input = input;
    this.incarnation = incarnation;
  }

  /** The offset up to which the input is counted. */
  long position() {
    return position;
  }

  /** Whether anything of it was ever committed. */
  boolean begun() {
    return begun;
  }

  /** Whether all of a log is counted and nothing waits for a tick. */
  boolean finished(SimPartition log) {
    return held.isEmpty() && (begun ? log == input && position >= log.end() : log.end() == 0);
  }

  /**
   * A commit says of which incarnation of the topic it is.
   *
   * @param log that incarnation
   * @param told whether the same commit tells that input was lost
   */
  void of(int number, SimPartition log, boolean told) {
    if (number != incarnation) {
      if (begun && !told) {
        throw new AssertionError("went on in another topic of the same name, and told nobody");
      }
      incarnation = number;
      input = log;
      position = 0;
    }
  }

  /** A commit tells that records before an offset were deleted unread. */
  void lostBefore(long start) {
    position = Math.max(position, start);
  }

  /** Takes the records up to an offset that was committed. */
  void advance(long to) {
    begun = true;
    if (to < position) {
      throw new AssertionError("the committed offset went back from " + position + " to " + to);
    }
    for (; position < to; position++) {
      SimPartition.Entry e = input.at(position);
      take(position, new String(Objects.requireNonNull(e.key), UTF_8), e.value);
    }
  }

  private void take(long offset, String key, byte @org.jspecify.annotations.Nullable [] bytes) {
    if (key.indexOf('p') > 0) {
      due.add(key + "=" + offset);
      return;
    }
    ByteBuffer value = ByteBuffer.wrap(Objects.requireNonNull(bytes));
    clock = Math.max(clock, value.getLong(0));
    fire();
    Count before = counts.getOrDefault(key, Count.NONE);
    counts.put(key, new Count(before.n() + 1, offset));
    if (key.indexOf('h') > 0) {
      held.add(key + "~" + (before.n() + 1));
      return;
    }
    due.add(key + "=" + (before.n() + 1) + "/" + before.last());
    if (value.getLong(8) > 0) {
      timers.put(key, value.getLong(0) + value.getLong(8));
    }
  }

  private void fire() {
    List<Map.Entry<String, Long>> ready = new ArrayList<>();
    timers.entrySet().stream().filter(e -> e.getValue() <= clock).forEach(ready::add);
    ready.sort(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey));
    for (Map.Entry<String, Long> timer : ready) {
      due.add(timer.getKey() + "@" + timer.getValue() + ":" + counts.get(timer.getKey()));
    }
    ready.forEach(timer -> timers.remove(timer.getKey()));
  }

  /** Takes an output that was committed. */
  void told(String output) {
    if (output.indexOf('~') > 0) {
      if (!held.remove(output)) {
        throw new AssertionError("told " + output + ", which is not due at a tick");
      }
    } else if (!output.equals(due.peek())) {
      throw new AssertionError("told " + output + ", due is " + due);
    } else {
      due.remove();
    }
  }

  /** Everything up to the committed offset must have been told. */
  void toldAll() {
    if (!due.isEmpty()) {
      throw new AssertionError("committed up to " + position + ", but not told: " + due);
    }
  }

  /** The state, for comparison. */
  Map<String, String> state() {
    Map<String, String> all = new TreeMap<>();
    counts.forEach((key, count) -> all.put(key, count.toString()));
    timers.forEach((key, at) -> all.put(key + "@", at.toString()));
    held.forEach(name -> all.put(name, "held"));
    if (clock != Long.MIN_VALUE) {
      all.put("clock", Long.toString(clock));
    }
    return all;
  }
}
