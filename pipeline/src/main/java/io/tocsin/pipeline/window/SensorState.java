package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.InPieces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one sensor: how far its own time has come, and its series. The first few have
 * their windows in here, so that most sensors are one entry of the state; of a sensor with many
 * series the others have entries of their own, so that no entry grows with their number. Mutable;
 * lives in the shard's state.
 */
final class SensorState extends InPieces {
  /** Nothing is closed yet. */
  static final long NEVER = Long.MIN_VALUE;

  /** So many series have their windows in here. */
  static final int NEAR = 4;

  /** The object and its array. */
  private static final long HEAP = 112;

  /** Highest event time seen. */
  long maxTime = NEVER;

  /** Shard time when the last record arrived. */
  long arrivedAt = NEVER;

  /** When its timer is set for. */
  long timerAt = Long.MAX_VALUE;

  /** The longest silence of the plan that was told since its last record, milliseconds. */
  long silentFor;

  /** How long it is usually silent at most, milliseconds; learned. */
  double usualGap;

  /** Silences that it was learned from, as far as that matters. */
  int gaps;

  /** Whether its silence has a timer. */
  boolean watched;

  /** Whether it is idle: what ends by now is closed, and it keeps nobody waiting. */
  boolean idle;

  /** Whether its series are still to be found in the tables of a release before. */
  boolean withoutSeries;

  /** The event time at which something of it closes next; to be computed where NEVER. */
  long nextDue = NEVER;

  /** For each shape, the end up to which everything is closed. */
  long[] closed = {};

  /** For each shape, the earliest step that late samples may have changed; null if none did. */
  private long @Nullable [] amendedFrom;

  /** The first series whose windows are in here; the others follow it. */
  @Nullable SeriesWindows near;

  /** Series whose windows have entries of their own, in the order they came; null if none. */
  @Nullable List<Series> apart;

  private static final String[] NO_KEYS = {};

  /** Of the shapes; those of {@link Shapes#keys} themselves once bound. */
  String[] keys = NO_KEYS;

  long touch() {
    return maxTime + (closed.length > 0 ? closed[0] : 0);
  }

  /** Brings what goes by shapes into their order. */
  void bind(Shapes to, SensorId sensor) {
    if (keys == to.keys) {
      return;
    }
    long[] bound = new long[to.size()];
    long[] from = new long[to.size()];
    boolean amended = false;
    for (int s = 0; s < bound.length; s++) {
      int at = Arrays.asList(keys).indexOf(to.keys[s]);
      bound[s] = at < 0 ? closedBefore(to.all[s]) : closed[at];
      from[s] = at < 0 ? Long.MAX_VALUE : amendedFrom(at);
      amended |= from[s] != Long.MAX_VALUE;
    }
    if (!Arrays.equals(keys, to.keys)) {
      storeWhole();
    }
    keys = to.keys;
    closed = bound;
    amendedFrom = amended ? from : null;
    nextDue = NEVER;
    for (SeriesWindows of = near; of != null; of = of.next) {
      of.bind(to, sensor);
      if (of.isNew()) {
        storeWhole();
      }
    }
  }

  /** Steps that were told are not told again because rules ask for something new at them. */
  private long closedBefore(Shape fresh) {
    long latest = NEVER;
    for (int i = 0; i < keys.length && fresh.plan != null; i++) {
      if (keys[i].startsWith(Shape.before(fresh.step))) {
        latest = Math.max(latest, closed[i]);
      }
    }
    return latest;
  }

  /** The earliest step of a shape that late samples may have changed, else the end of time. */
  long amendedFrom(int s) {
    return amendedFrom == null ? Long.MAX_VALUE : amendedFrom[s];
  }

  void amended(int s, long from) {
    if (amendedFrom == null) {
      amendedFrom = new long[closed.length];
      Arrays.fill(amendedFrom, Long.MAX_VALUE);
    }
    amendedFrom[s] = Math.min(amendedFrom[s], from);
  }

  /** What late samples changed was told. */
  void amendmentsTold() {
    amendedFrom = null;
  }

  /** The windows of a series, if they are in here. */
  @Nullable SeriesWindows near(Series series) {
    for (SeriesWindows of = near; of != null; of = of.next) {
      if (series.equals(of.series)) {
        return of;
      }
    }
    return null;
  }

  /** Whether the windows of one more series have a place in here. */
  boolean hasPlace() {
    int count = 0;
    for (SeriesWindows of = near; of != null; of = of.next) {
      count++;
    }
    return count < NEAR;
  }

  /** Puts one more series behind those that are here. */
  void addNear(SeriesWindows windows) {
    storeWhole();
    if (near == null) {
      near = windows;
      return;
    }
    SeriesWindows last = near;
    for (SeriesWindows of = last.next; of != null; of = of.next) {
      last = of;
    }
    last.next = windows;
  }

  void addApart(Series series) {
    if (apart == null) {
      apart = new ArrayList<>();
    }
    apart.add(series);
    storeWhole();
  }

  /** Takes a series out whose windows are in here; false if they are not. */
  boolean removeNear(Series series) {
    SeriesWindows before = null;
    for (SeriesWindows of = near; of != null; of = of.next) {
      if (series.equals(of.series)) {
        if (before == null) {
          near = of.next;
        } else {
          before.next = of.next;
        }
        storeWhole();
        return true;
      }
      before = of;
    }
    return false;
  }

  /** Takes a series off the list of those apart; false if it was not there. */
  boolean removeApart(Series series) {
    if (apart == null || !apart.remove(series)) {
      return false;
    }
    apart = apart.isEmpty() ? null : apart;
    storeWhole();
    return true;
  }

  /** All series, in here or apart. */
  List<Series> series() {
    List<Series> all = new ArrayList<>();
    for (SeriesWindows of = near; of != null; of = of.next) {
      if (of.series != null) {
        all.add(of.series);
      }
    }
    if (apart != null) {
      all.addAll(apart);
    }
    return all;
  }

  /** About what it takes of the heap. */
  long heapBytes(int encoded) {
    long bytes = HEAP + (long) Long.BYTES * closed.length;
    for (SeriesWindows of = near; of != null; of = of.next) {
      bytes += of.heapBytes();
    }
    // Names of series apart are about all that is left of a large entry.
    return apart == null ? bytes : bytes + 4L * encoded;
  }
}
