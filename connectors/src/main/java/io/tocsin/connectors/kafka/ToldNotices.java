package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Now;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The notices of a lane's shards, which end some time after they were told. */
final class ToldNotices {
  private static final Logger LOG = LoggerFactory.getLogger(ToldNotices.class);
  private static final long SHOWN_MS = 300_000;

  private final Notices notices;
  private final LaneTransaction transaction;
  private final List<Told> told = new ArrayList<>();

  ToldNotices(Notices notices, LaneTransaction transaction) {
    this.notices = notices;
    this.transaction = transaction;
  }

  /** In the transaction that is open or begins now, together with the position it is about. */
  void tell(Shard shard, Notice notice, long now) {
    LOG.error("{}: {}", shard.context().id(), notice.text());
    transaction.add(
        shard, notices.tell(shard.context().id(), notice, now, false), new Now(now, now));
    told.add(new Told(shard.input(), notice, now));
  }

  /** Ends what was told long enough ago; what another lane has now is forgotten. */
  void end(Map<TopicPartition, Shard> ready, long now) {
    if (told.isEmpty()) {
      return;
    }
    for (Told t : List.copyOf(told)) {
      Shard shard = ready.get(t.input);
      if (now - t.since >= SHOWN_MS) {
        told.remove(t);
        if (shard != null) {
          transaction.add(
              shard,
              notices.tell(shard.context().id(), t.notice, t.since, true),
              new Now(now, now));
        }
      }
    }
  }

  private record Told(TopicPartition input, Notice notice, long since) {}
}
