package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.MarkCodec;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.flow.OutRecord;
import java.util.List;

/**
 * Writes one writer's marks to all partitions that it may write, at most once a second and only
 * when they have moved; the end is told at once. Used by the lane's thread only.
 *
 * <p>A writer whose marks follow the wall clock is told when something comes to it, and speaks the
 * less often the longer nothing has come: after a quarter of that time, sixteen seconds at most. So
 * that nobody waits for it meanwhile, such a mark reaches ahead to the next one. What is given for
 * that: whoever takes a sensor for silent, or closes its windows, may have missed the last third of
 * that silence, if this writer stalls in just that moment. The pauses are powers of two and begin
 * at their multiples, so that the marks of many shards share a transaction.
 */
final class MarkPace {
  private static final long EVERY = 1_000;
  private static final long SELDOM = 16;
  private static final int SHARE = 4;

  private final String writer;
  private final String topic;
  private final int partitions;
  private final boolean urgent;
  private long reached = Long.MIN_VALUE;
  private long told = Long.MIN_VALUE;
  private long toldAt = Long.MIN_VALUE;
  private long cameAt = Long.MIN_VALUE;
  private long promised = EVERY;

  /**
   * @param writer as {@code topic-partition}
   * @param topic that the marks are written to
   * @param partitions of that topic
   * @param urgent whether a mark asks for a commit of its own
   */
  MarkPace(String writer, String topic, int partitions, boolean urgent) {
    this.writer = writer;
    this.topic = topic;
    this.partitions = partitions;
    this.urgent = urgent;
  }

  /** Everything up to that time is there. */
  void reached(long time) {
    reached = Math.max(reached, time);
  }

  /**
   * Adds what is to be told now of what was {@link #reached}.
   *
   * @param wall wall clock, epoch milliseconds
   */
  void tell(long wall, List<OutRecord> out) {
    if (reached <= told || (early(wall) && reached != Mark.END)) {
      return;
    }
    tell(wall, reached, out);
  }

  /**
   * The same for a writer that has read everything up to a time of the wall clock.
   *
   * @param came whether anything has come since the last call
   */
  void follow(long wall, long caughtUpTo, boolean came, List<OutRecord> out) {
    if (came || cameAt == Long.MIN_VALUE) {
      cameAt = wall;
    }
    long pace =
        EVERY * Long.highestOneBit(Math.max(1, Math.min(SELDOM, (wall - cameAt) / SHARE / EVERY)));
    // The next one has a second to be written and read.
    long upTo = pace > EVERY ? caughtUpTo + pace + EVERY : caughtUpTo;
    boolean due =
        pace > EVERY
            ? Math.floorDiv(wall, promised) != Math.floorDiv(toldAt, promised)
            : !early(wall);
    if (upTo > told && due) {
      promised = pace;
      tell(wall, upTo, out);
    }
  }

  private boolean early(long wall) {
    return toldAt != Long.MIN_VALUE && wall - toldAt < EVERY && wall >= toldAt;
  }

  private void tell(long wall, long time, List<OutRecord> out) {
    told = time;
    toldAt = wall;
    Mark mark = new Mark(writer, time);
    for (int p = 0; p < partitions; p++) {
      out.add(
          new OutRecord(
              topic,
              p,
              MarkCodec.key(mark),
              MarkCodec.value(mark),
              MarkCodec.headers(),
              -1,
              urgent || time == Mark.END));
    }
  }
}
