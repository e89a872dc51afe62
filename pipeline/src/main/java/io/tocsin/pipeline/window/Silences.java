package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells of sensors from which nothing comes any more: a timer for each. Judged only where the shard
 * has read everything and so have those that write to it; time in which we could not have heard
 * them does not count. When many fall silent together, it is not they who are silent.
 */
final class Silences {
  /** More than this share of the sensors silent at once is one problem, not many. */
  private static final double STORM_SHARE = 0.5;

  /** Fewer than so many are told one by one, whatever their share. */
  private static final int STORM_LEAST = 3;

  /**
   * Looks at least that far apart have a gap between them, milliseconds: marks come each second.
   */
  private static final long LEAST_GAP = 2_000;

  /** How often a held silence is looked at again, milliseconds. */
  private static final long AGAIN = 5_000;

  /** The silence of a sensor that is expected, of whose pace nothing is known, milliseconds. */
  private static final long NEVER_REPORTED = 600_000;

  /** How soon a sensor is looked at of which too little is known, milliseconds. */
  private static final long UNLEARNED = 30_000;

  private final List<Long> plan;
  private final Sensors sensors;
  private final Timers<SensorId> timers;
  private List<ExpectedSensor> expected = List.of();
  private final Map<SensorId, Labels> registry = new HashMap<>();
  private final long least;
  private long lookedAt = Long.MIN_VALUE;
  private long watching = ShardTime.UNKNOWN;

  Silences(List<Long> plan, Sensors sensors, ShardState state) {
    this.plan = plan;
    least =
        plan.stream()
            .mapToLong(l -> l)
            .filter(l -> l != WindowPlan.LEARNED)
            .min()
            .orElse(UNLEARNED);
    this.sensors = sensors;
    timers = state.timers("window.silence", Codecs.SENSOR_ID);
  }

  boolean none() {
    return plan.isEmpty();
  }

  /** Sensors that count even if they never report. */
  void expect(List<ExpectedSensor> sensors) {
    expected = List.copyOf(sensors);
    sensors.forEach(one -> registry.put(one.sensor(), one.labels()));
  }

  /**
   * A record of the sensor has come; its entry says when.
   *
   * @param before shard time of the record before, {@link SensorState#NEVER} if there was none
   */
  void heard(SensorId sensor, SensorState state, long before, List<WindowOutput> out) {
    if (before != SensorState.NEVER && state.silentFor == 0) {
      UsualGap.learn(state, state.arrivedAt - before);
    }
    if (state.silentFor > 0) {
      state.silentFor = 0;
      out.add(new WindowOutput.Back(sensor, state.arrivedAt));
    }
    if (!state.watched) {
      state.watched = true;
      timers.set(sensor, state.arrivedAt + least);
    }
  }

  /** Everything up to {@code now} is there: tells who is silent. */
  void judge(long now, ShardTime.Live time, List<WindowOutput> out) {
    watching = time.looks(now, Math.max(LEAST_GAP, least / 3));
    meetExpected(now);
    boolean again = time.value().storm && now >= lookedAt + AGAIN;
    if (timers.next() > now && !again) {
      return;
    }
    List<SensorId> due = due(now);
    if (due.isEmpty() && !again) {
      return;
    }
    lookedAt = now;
    Census census = census(now);
    boolean storm = census.silent >= STORM_LEAST && census.silent > STORM_SHARE * census.sensors;
    if (time.storm(storm)) {
      out.add(new WindowOutput.SourceSilent(storm ? census.silent : 0, census.sensors, now));
    }
    for (SensorId sensor : due) {
      if (storm) {
        timers.set(sensor, now + AGAIN);
      } else {
        tell(sensor, now, out);
      }
    }
  }

  private void meetExpected(long now) {
    for (ExpectedSensor one : expected) {
      SensorId sensor = one.sensor();
      if (sensors.known(sensor) == null) {
        SensorState state = sensors.state(sensors.cell(sensor), sensor);
        state.arrivedAt = now;
        state.watched = true;
        timers.set(sensor, now + least);
      }
    }
    expected = List.of();
  }

  private List<SensorId> due(long now) {
    List<SensorId> due = new ArrayList<>();
    timers.fire(
        now,
        (sensor, at) -> {
          SensorState state = sensors.known(sensor);
          if (state == null) {
            return;
          }
          long next = next(state);
          if (next <= now) {
            due.add(sensor);
          } else if (next < Long.MAX_VALUE) {
            timers.set(sensor, next);
          } else {
            state.watched = false;
            sensors.cell(sensor).changed();
          }
        });
    return due;
  }

  /** When the next silence of a sensor is over; far away if all were told. */
  private long next(SensorState state) {
    long next = Long.MAX_VALUE;
    for (long entry : plan) {
      long after = length(entry, state);
      if (after > state.silentFor && after != UsualGap.FAR) {
        next = Math.min(next, heardOrDeaf(state) + after);
      }
    }
    return next;
  }

  /** Since when a sensor has been silent while we listened. */
  private long heardOrDeaf(SensorState state) {
    return Math.max(state.arrivedAt, watching);
  }

  private void tell(SensorId sensor, long now, List<WindowOutput> out) {
    SensorState state = sensors.known(sensor);
    if (state == null) {
      return;
    }
    long told = state.silentFor;
    for (long entry : plan) {
      long after = length(entry, state);
      if (after > state.silentFor && heardOrDeaf(state) + after <= now) {
        told = Math.max(told, after);
        out.add(new WindowOutput.Silent(sensor, labels(sensor), entry, after, state.arrivedAt));
      }
    }
    state.silentFor = told;
    long next = next(state);
    state.watched = next != Long.MAX_VALUE;
    if (state.watched) {
      timers.set(sensor, next);
    }
    sensors.cell(sensor).changed();
  }

  /** How long a silence of the plan is for that sensor, milliseconds. */
  private static long length(long entry, SensorState state) {
    if (entry != WindowPlan.LEARNED) {
      return entry;
    }
    return state.maxTime == SensorState.NEVER ? NEVER_REPORTED : UsualGap.silence(state);
  }

  private long shortest(SensorState state) {
    long shortest = UsualGap.FAR;
    for (long entry : plan) {
      shortest = Math.min(shortest, length(entry, state));
    }
    return shortest;
  }

  private Labels labels(SensorId sensor) {
    return registry.getOrDefault(sensor, Labels.NONE).with(sensors.commonLabels(sensor));
  }

  /** How many sensors there are that were not told to be silent, and how many of them are. */
  private Census census(long now) {
    Census census = new Census();
    sensors.forEachState(
        state -> {
          if (state.silentFor == 0) {
            census.sensors++;
            census.silent += heardOrDeaf(state) < now - shortest(state) / 2 ? 1 : 0;
          }
        });
    return census;
  }

  private static final class Census {
    long sensors;
    long silent;
  }
}
