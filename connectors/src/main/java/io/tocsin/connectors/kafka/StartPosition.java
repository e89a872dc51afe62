package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.Changelog.InputMark;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a shard goes on in its input, and what is wrong with that input: it must be the topic that
 * the state was made of, with all records from there on. Looks at facts only; what to do about
 * losses is the {@link LossPolicy}'s.
 *
 * @param position next offset to read
 * @param losses what was lost, a sentence each; empty if all is well
 */
record StartPosition(long position, List<String> losses) {
  /** How to go on after a stop. */
  static final String ADVICE =
      "To go on with what there is, keeping the state, set worker.on_lost_input: continue; an alert"
          + " then says what was lost. To start anew, delete this task's state topic and its group";

  /**
   * What an input partition is now.
   *
   * @param id the topic's id; empty if it is not known
   * @param partitions of the topic; 0 if that is not known
   * @param compacted whether the broker removes records of it by key
   * @param beginning oldest offset that can be read
   * @param end last stable offset
   */
  record Input(String id, int partitions, boolean compacted, long beginning, long end) {}

  /**
   * Decides.
   *
   * @param committed the group's committed offset, if there is one
   * @param mark where the state stands and of which topic it was made, if there is any
   */
  static StartPosition of(
      TopicPartition p, @Nullable Long committed, @Nullable InputMark mark, Input now) {
    List<String> losses = new ArrayList<>();
    if (now.compacted()) {
      losses.add(
          "topic "
              + p.topic()
              + " is compacted (cleanup.policy): records that were not read yet may have been"
              + " removed");
    }
    if (mark != null && moved(mark, now)) {
      losses.add(
          "topic "
              + p.topic()
              + " had "
              + mark.partitions()
              + " partitions and has "
              + now.partitions()
              + ": keys have moved between partitions, their state is where it was");
    }
    if (mark != null && recreated(mark, now)) {
      losses.add(
          "topic "
              + p.topic()
              + " was deleted and created again: what the old one had from offset "
              + mark.position()
              + " of partition "
              + p.partition()
              + " on was not read");
      return new StartPosition(now.beginning(), losses);
    }
    long wanted = Math.max(committed == null ? -1 : committed, mark == null ? -1 : mark.position());
    return new StartPosition(inRange(p, wanted, now, losses), losses);
  }

  /** Whether the number of partitions is another. */
  static boolean moved(InputMark mark, Input now) {
    return mark.partitions() != 0 && now.partitions() != 0 && mark.partitions() != now.partitions();
  }

  private static boolean recreated(InputMark mark, Input now) {
    return !mark.topicId().isEmpty() && !now.id().isEmpty() && !mark.topicId().equals(now.id());
  }

  private static long inRange(TopicPartition p, long wanted, Input now, List<String> losses) {
    if (wanted < 0) {
      return now.beginning();
    }
    if (wanted < now.beginning()) {
      losses.add(
          "the next record to read of "
              + p
              + " is "
              + wanted
              + ", the oldest that is left is "
              + now.beginning()
              + ": "
              + (now.beginning() - wanted)
              + " offsets were deleted unread");
      return now.beginning();
    }
    if (wanted > now.end()) {
      losses.add(
          "the next record to read of "
              + p
              + " is "
              + wanted
              + ", but the log ends at "
              + now.end()
              + ": the broker has lost "
              + (wanted - now.end())
              + " offsets that were counted");
      return now.end();
    }
    return wanted;
  }
}
