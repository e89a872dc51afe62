package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.detect.AlertState.Active;
import io.tocsin.pipeline.detect.AlertState.Firing;
import io.tocsin.pipeline.detect.AlertState.Pending;
import io.tocsin.pipeline.detect.AlertState.Unknown;
import io.tocsin.pipeline.event.AlertStatus;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' life of an alert, and what silence means: pure decisions on (stored state, what was
 * seen, time). Event times are of the sensor's own clock, shard times of the shard's.
 */
final class AlertMachine {
  private AlertMachine() {}

  /** What was seen: a value at an event time, while the shard was at its time. */
  record Seen(long time, long shardTime, double value, boolean past) {}

  /**
   * The condition holds.
   *
   * @param gap longest time between two looks at the condition that is no gap
   * @param fire makes what is told when it fires, given the time since which it is active
   */
  static Outcome holds(
      @Nullable AlertState state, Seen seen, Timing timing, long gap, LongFunction<Told> fire) {
    if (state == null || state instanceof Pending) {
      return pends(state, seen, timing, gap, fire);
    } else if (state instanceof Firing firing && !(firing.told().historical() && !seen.past())) {
      return Outcome.quiet(firing(firing.told(), seen), seen.time());
    }
    Reason reason = state instanceof Unknown ? Reason.DATA_RETURNED : Reason.CAUGHT_UP;
    Told told = ((Active) state).told().next(seen.past());
    return new Outcome(firing(told, seen), AlertStatus.FIRING, reason, seen.time());
  }

  private static Outcome pends(
      @Nullable AlertState state, Seen seen, Timing timing, long gap, LongFunction<Told> fire) {
    boolean goesOn = state instanceof Pending p && seen.time() - p.dataTime() <= gap;
    long since = goesOn && state instanceof Pending p ? p.since() : seen.time();
    if (seen.time() - since < timing.holdFor()) {
      return Outcome.quiet(new Pending(since, seen.time(), seen.value()), seen.time());
    }
    Firing firing = firing(fire.apply(since), seen);
    return new Outcome(firing, AlertStatus.FIRING, Reason.CONDITION, seen.time());
  }

  private static Firing firing(Told told, Seen seen) {
    return new Firing(told, AlertState.NEVER, seen.time(), seen.shardTime(), seen.value());
  }

  /** There is data, and the condition does not hold. */
  static Outcome ends(AlertState state, Seen seen, Timing timing) {
    if (!(state instanceof Active active)) {
      return Outcome.quiet(null, seen.time());
    }
    long endedAt =
        active instanceof Firing firing && firing.endedAt() != AlertState.NEVER
            ? firing.endedAt()
            : seen.time();
    if (active instanceof Firing && seen.time() - endedAt < timing.keepFiringFor()) {
      return Outcome.quiet(
          new Firing(active.told(), endedAt, seen.time(), seen.shardTime(), active.value()),
          seen.time());
    }
    return new Outcome(null, AlertStatus.RESOLVED, Reason.CONDITION_ENDED, seen.time());
  }

  /** There is data between the two thresholds: what fires goes on, what is pending ends. */
  static Outcome stays(AlertState state, Seen seen, Timing timing, long gap) {
    return state instanceof Active active
        ? holds(state, seen, timing, gap, since -> active.told())
        : Outcome.quiet(null, seen.time());
  }

  /** There is no data: a pending alert ends, a firing one waits for the shard's time. */
  static Outcome gap(AlertState state, long time) {
    return Outcome.quiet(state instanceof Pending ? null : state, time);
  }

  /** The shard's time has passed. */
  static Outcome silent(Active state, long shardTime, Timing timing) {
    if (timing.dueAfter(state) > shardTime) {
      return Outcome.quiet(state, shardTime);
    }
    if (timing.silence() != Timing.Silence.UNKNOWN) {
      Reason reason =
          timing.silence() == Timing.Silence.ENDS ? Reason.CONDITION_ENDED : Reason.STALE;
      return new Outcome(null, AlertStatus.RESOLVED, reason, state.dataTime() + timing.onNoData());
    }
    if (state instanceof Firing firing) {
      Unknown unknown =
          new Unknown(
              firing.told().next(firing.told().historical()),
              firing.dataTime(),
              firing.dataShard(),
              firing.value());
      return new Outcome(
          unknown, AlertStatus.UNKNOWN, Reason.NO_DATA, state.dataTime() + timing.onNoData());
    }
    return new Outcome(
        null, AlertStatus.RESOLVED, Reason.STALE, state.dataTime() + timing.forgetAfter());
  }
}
