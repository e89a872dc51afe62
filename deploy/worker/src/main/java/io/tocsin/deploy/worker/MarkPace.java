package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.MarkCodec;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.flow.OutRecord;
import java.util.List;

/**
 * Writes one writer's marks to all partitions that it may write, at most once a second and only
 * when they have moved; the end is told at once. Used by the lane's thread only.
 */
final class MarkPace {
  private static final long EVERY = 1_000;

  private final String writer;
  private final String topic;
  private final int partitions;
  private final boolean urgent;
  private long reached = Long.MIN_VALUE;
  private long told = Long.MIN_VALUE;
  private long toldAt = Long.MIN_VALUE;

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
   * Adds what is to be told now.
   *
   * @param wall wall clock, epoch milliseconds
   */
  void tell(long wall, List<OutRecord> out) {
    boolean early = toldAt != Long.MIN_VALUE && wall - toldAt < EVERY && wall >= toldAt;
    if (reached <= told || (early && reached != Mark.END)) {
      return;
    }
    told = reached;
    toldAt = wall;
    Mark mark = new Mark(writer, reached);
    for (int p = 0; p < partitions; p++) {
      out.add(
          new OutRecord(
              topic,
              p,
              MarkCodec.key(mark),
              MarkCodec.value(mark),
              MarkCodec.headers(),
              -1,
              urgent || reached == Mark.END));
    }
  }
}
