package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.event.Spread;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.event.Sums;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the window stage tells, in order. */
public sealed interface WindowOutput {
  /**
   * An event that was accepted; told of readings only if somebody watches their series.
   *
   * @param index index of its record in the batch
   * @param late whether windows it belongs to were closed
   * @param labels of a reading: its series' labels and {@code sensor}
   * @param watchers of a reading: indexes of the plan's watchers that look at its series; must not
   *     be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // the hot path; nobody compares these
  record Accepted(SensorEvent event, int index, boolean late, Labels labels, int[] watchers)
      implements WindowOutput {}

  /**
   * A stale marker: the series has ended.
   *
   * @param time event time, epoch milliseconds
   */
  record SeriesEnded(Series series, long time) implements WindowOutput {}

  /**
   * A step of one sensor whose samples up to then are complete.
   *
   * @param plan index of the plan among the plans of the {@link WindowPlan}
   * @param time the step, epoch milliseconds
   * @param rows its series that have a value
   * @param amended whether it was told before, and late samples may have changed it
   */
  record Step(SensorId sensor, int plan, long time, List<Row> rows, boolean amended)
      implements WindowOutput {}

  /**
   * The values of one series at a step. The arrays must not be changed.
   *
   * @param labels the series' labels and {@code sensor}
   * @param leaves indexes of the plan's leaves that look at the series
   * @param values value of each of these; NaN where there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // the hot path; nobody compares rows
  record Row(Series series, Labels labels, int[] leaves, double[] values) {}

  /**
   * A window is closed, or amended.
   *
   * @param quiet whether its sensor had gone quiet, so that nothing may follow for a while
   * @param addends what windows of several series add up from; null where nobody asks for it
   */
  record Closed(Summary summary, boolean quiet, @Nullable Addends addends)
      implements WindowOutput {}

  /** What a window of a series brings to one of many series. */
  record Addends(Sums sums, Spread spread) {}

  /**
   * A sensor claimed a time that has not come.
   *
   * @param claimed the event time, epoch milliseconds
   * @param appendTime when it was appended, epoch milliseconds
   */
  record Skewed(SensorId sensor, long claimed, long appendTime) implements WindowOutput {}

  /**
   * Shard time has passed a full second.
   *
   * @param time shard time, epoch milliseconds
   */
  record Time(long time) implements WindowOutput {}

  /**
   * Whatever the shard's living sensors have to say about windows that end up to this instant was
   * told: what many of them add up to is whole, but for what comes late.
   *
   * @param time epoch milliseconds, inclusive; {@link Long#MAX_VALUE} at the end of the input
   */
  record Settled(long time) implements WindowOutput {}

  /**
   * Nothing came from a sensor for so long, and the shard had read everything.
   *
   * @param labels that all its series have, and {@code sensor}
   * @param planned which silence of the plan is over
   * @param after how long that is for this sensor, milliseconds
   * @param since shard time of its last record, epoch milliseconds
   */
  record Silent(SensorId sensor, Labels labels, long planned, long after, long since)
      implements WindowOutput {}

  /**
   * A sensor that was told to be silent is back.
   *
   * @param time shard time, epoch milliseconds
   */
  record Back(SensorId sensor, long time) implements WindowOutput {}

  /**
   * So many sensors fell silent together that it is not they who are silent.
   *
   * @param silent how many; 0: it is over
   * @param of how many there are
   * @param time epoch milliseconds
   */
  record SourceSilent(long silent, long of, long time) implements WindowOutput {}

  /**
   * Those who write to the shard are stuck, or no longer.
   *
   * @param reached how far the slowest has come, epoch milliseconds
   * @param time how far it could have come; the same as {@code reached}: it is over
   */
  record Upstream(long reached, long time) implements WindowOutput {}

  /** The input has ended, everything is closed. */
  record Ended() implements WindowOutput {}
}
