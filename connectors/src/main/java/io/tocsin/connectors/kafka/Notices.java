package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.ShardId;
import java.util.List;

/** Makes an alert of a notice; it is written in the transaction of the shard that it is about. */
@FunctionalInterface
public interface Notices {
  /** Tells nobody. */
  Notices NONE = (shard, notice, since, over) -> List.of();

  /**
   * The records of one transition.
   *
   * @param since wall time at which it happened, epoch milliseconds
   * @param over false when it happened, true when it need not be shown any more
   */
  List<OutRecord> tell(ShardId shard, Notice notice, long since, boolean over);
}
