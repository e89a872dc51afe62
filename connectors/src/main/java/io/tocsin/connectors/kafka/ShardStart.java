package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.Changelog.InputMark;
import io.tocsin.connectors.kafka.Restore.Restored;
import io.tocsin.connectors.kafka.TopicAdmin.TopicState;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.Position.Origin;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** From an assigned partition to a shard that is ready. */
final class ShardStart {
  private static final TopicState NOT_KNOWN = new TopicState("", 0, false);

  private final LaneSpec spec;
  private final LaneLog log;
  private final LossPolicy onLoss;
  private final BadState badState;

  ShardStart(LaneSpec spec, LaneLog log, LossPolicy onLoss, BadState badState) {
    this.badState = badState;
    this.spec = spec;
    this.log = log;
    this.onLoss = onLoss;
  }

  /**
   * Restores the state. On a thread of the restores, after the committed offset was read.
   *
   * @param notices gets what people must hear of, whether the restore succeeds or not
   * @throws ShardStoppedException if the input has partitions without state
   */
  Restored restore(
      ShardId shard,
      StateTopic topics,
      LaneStats.ShardProgress own,
      long now,
      List<Notice> notices) {
    StateTopic.Now look = topics.look(shard.topic());
    String changelog = topics.nameFor(shard.topic());
    if (look.changelog().partitions() <= shard.partition()) {
      if (onLoss == LossPolicy.STOP) {
        throw new ShardStoppedException(
            "topic "
                + shard.topic()
                + " has got more partitions, "
                + look.input().partitions()
                + " for the "
                + look.changelog().partitions()
                + " of its state: keys have moved between partitions. "
                + StartPosition.ADVICE);
      }
      topics.grow().to(changelog, look.input().partitions());
    }
    try (ChangelogReader reader =
        spec.changelog().open(new TopicPartition(changelog, shard.partition()))) {
      return new Restore(shard, spec.home(), reader, own, look, notices).run(now);
    }
  }

  /**
   * Makes the shard. On the lane's thread.
   *
   * @param end where the input ended before the restore
   * @throws ShardStoppedException if input was lost and the policy is to stop
   */
  Started start(
      ShardId id, TopicPartition p, @Nullable Long committed, long end, Restored restored) {
    StateTopic.Now topics = restored.topics();
    TopicState input = topics == null ? NOT_KNOWN : topics.input();
    InputMark mark = restored.mark();
    StartPosition.Input now =
        new StartPosition.Input(
            input.id(), input.partitions(), input.compacted(), log.beginning(p), end);
    StartPosition start = StartPosition.of(p, committed, mark, now);
    if (mark != null
        && StartPosition.moved(mark, now)
        && badState.sharesAnew(p.topic(), now.partitions())) {
      // A static member that comes back gets what it had: without asking, nobody gets the new ones.
      log.rejoin();
    }
    if (!start.losses().isEmpty() && onLoss == LossPolicy.STOP) {
      throw new ShardStoppedException(
          String.join("; ", start.losses()) + ". " + StartPosition.ADVICE);
    }
    ShardContext context =
        new ShardContext(id, spec.home().live(id, restored.store()), new Credit());
    Origin origin = topics == null ? Origin.UNKNOWN : topics.origin();
    boolean originDue = mark == null || !origin.isOf(mark.topicId(), mark.partitions());
    Shard shard = new Shard(context, p, start.position(), origin, originDue, spec.task());
    return new Started(
        shard,
        start.losses().isEmpty()
            ? List.of()
            : List.of(new Notice(Notice.Kind.INPUT_LOST, String.join("; ", start.losses()))));
  }

  /**
   * A shard at its place in the input.
   *
   * @param losses what people must hear of its input
   */
  record Started(Shard shard, List<Notice> losses) {}
}
