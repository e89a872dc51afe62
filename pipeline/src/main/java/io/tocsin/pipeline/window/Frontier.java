package io.tocsin.pipeline.window;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far the sensors of a shard have come together: the least of what each has closed, so that
 * what is added up over many sensors knows when it is whole. A sensor that is idle keeps nothing
 * back, and one that is further behind than an idle one could be does not either: it uploads what
 * it kept, and what it adds comes late. Derived from the sensors' entries, in memory only.
 */
final class Frontier {
  private final int shape;
  private final Shape grid;
  private final boolean tumbling;
  private final long lag;
  private final long idle;
  private final TreeMap<Long, Integer> sensors = new TreeMap<>();

  /**
   * @param lag how much later than its end something closes, by the sensor's newest event
   * @param idle shard time without a record after which a sensor is idle
   */
  Frontier(Shapes shapes, long lag, long idle) {
    int finest = 0;
    for (int s = 1; s < shapes.size(); s++) {
      finest = shapes.all[s].step < shapes.all[finest].step ? s : finest;
    }
    shape = finest;
    grid = shapes.all[finest];
    tumbling = grid.plan == null;
    this.lag = lag;
    this.idle = idle;
  }

  /** Whether the sensors' progress is measured by that shape. */
  boolean is(int s) {
    return s == shape;
  }

  /** A sensor lives. */
  void enter(SensorState state) {
    count(state.closed[shape], 1);
  }

  /** A sensor is idle, or forgotten. */
  void leave(SensorState state) {
    count(state.closed[shape], -1);
  }

  /** A sensor that lives has closed more. */
  void move(long before, long closed) {
    count(before, -1);
    count(closed, 1);
  }

  private void count(long closed, int by) {
    if (closed != SensorState.NEVER) {
      sensors.merge(closed, by, Integer::sum);
      sensors.remove(closed, 0);
    }
  }

  /**
   * The last instant of which nothing is missing.
   *
   * @param shardTime at or after the times of all that has come
   */
  long settled(long shardTime) {
    long newest = shardTime - lag;
    Map.Entry<Long, Integer> slowest = sensors.firstEntry();
    long least = slowest == null ? newest : Math.min(newest, slowest.getKey() + (tumbling ? 0 : 1));
    long passed = Math.max(newest - idle, least);
    return grid.closedBy(passed) - (tumbling ? 1 : 0);
  }
}
