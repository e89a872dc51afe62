package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells of sensors from which nothing comes any more: a timer for each. Judged only where the shard
 * has read everything and so have those that write to it; when many fall silent together, it is not
 * they who are silent.
 */
final class Silences {
  /** More than this share of the sensors silent at once is one problem, not many. */
  private static final double STORM_SHARE = 0.5;

  /** Fewer than so many are told one by one, whatever their share. */
  private static final int STORM_LEAST = 3;

  /** How often a held silence is looked at again, milliseconds. */
  private static final long AGAIN = 5_000;

  private final List<Long> plan;
  private final Sensors sensors;
  private final Timers<SensorId> timers;
  private List<SensorId> expected = List.of();
  private long lookedAt = Long.MIN_VALUE;

  Silences(List<Long> plan, Sensors sensors, ShardState state) {
    this.plan = plan;
    this.sensors = sensors;
    timers = state.timers("window.silence", Codecs.SENSOR_ID);
  }

  boolean none() {
    return plan.isEmpty();
  }

  /** Sensors that count even if they never report. */
  void expect(List<SensorId> names) {
    expected = List.copyOf(names);
  }

  /** A record of the sensor has come; its clock says when. */
  void heard(SensorId sensor, SensorClock clock, List<WindowOutput> out) {
    if (clock.silentFor > 0) {
      clock.silentFor = 0;
      out.add(new WindowOutput.Back(sensor, clock.arrivedAt));
    }
    if (!clock.watched) {
      clock.watched = true;
      timers.set(sensor, clock.arrivedAt + plan.get(0));
    }
  }

  /** Everything up to {@code now} is there: tells who is silent. */
  void judge(long now, ShardTime.Live time, List<WindowOutput> out) {
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
    for (SensorId sensor : expected) {
      if (sensors.known(sensor) == null) {
        SensorClock clock = sensors.clock(sensors.clockCell(sensor));
        clock.arrivedAt = now;
        clock.watched = true;
        timers.set(sensor, now + plan.get(0));
      }
    }
    expected = List.of();
  }

  private List<SensorId> due(long now) {
    List<SensorId> due = new ArrayList<>();
    timers.fire(
        now,
        (sensor, at) -> {
          SensorClock clock = sensors.known(sensor);
          if (clock != null && next(clock) > now) {
            timers.set(sensor, next(clock));
          } else if (clock != null) {
            due.add(sensor);
          }
        });
    return due;
  }

  /** When the next silence of a sensor is over; far away if all were told. */
  private long next(SensorClock clock) {
    for (long after : plan) {
      if (after > clock.silentFor) {
        return clock.arrivedAt + after;
      }
    }
    return Long.MAX_VALUE;
  }

  private void tell(SensorId sensor, long now, List<WindowOutput> out) {
    SensorClock clock = sensors.known(sensor);
    if (clock == null) {
      return;
    }
    for (long after : plan) {
      if (after > clock.silentFor && clock.arrivedAt + after <= now) {
        clock.silentFor = after;
        out.add(
            new WindowOutput.Silent(sensor, sensors.commonLabels(sensor), after, clock.arrivedAt));
      }
    }
    long next = next(clock);
    clock.watched = next != Long.MAX_VALUE;
    if (clock.watched) {
      timers.set(sensor, next);
    }
    sensors.clockCell(sensor).changed();
  }

  /** How many sensors there are that were not told to be silent, and how many of them are. */
  private Census census(long now) {
    Census census = new Census();
    long half = plan.get(0) / 2;
    sensors.forEachClock(
        clock -> {
          if (clock.silentFor == 0) {
            census.sensors++;
            census.silent += clock.arrivedAt < now - half ? 1 : 0;
          }
        });
    return census;
  }

  private static final class Census {
    long sensors;
    long silent;
  }
}
