package io.tocsin.connectors.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * High watermarks by the admin client: with {@code read_uncommitted}, the end is the high watermark
 * and not the last stable offset.
 */
final class AdminHighWatermarks implements CaughtUp.HighWatermarks {
  private final Admin admin;
  private final Map<TopicPartition, Long> answers = new ConcurrentHashMap<>();
  private volatile boolean asking;

  AdminHighWatermarks(Admin admin) {
    this.admin = admin;
  }

  @Override
  public boolean idle() {
    return !asking;
  }

  @Override
  public void ask(Collection<TopicPartition> partitions) {
    asking = true;
    answers.clear();
    Map<TopicPartition, OffsetSpec> specs =
        partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
    // whenComplete hands failures to us: nothing is left in the returned future.
    var unused =
        admin
            .listOffsets(specs)
            .all()
            .whenComplete(
                (ends, failure) -> {
                  if (failure == null) {
                    Map<TopicPartition, Long> read = new HashMap<>();
                    ends.forEach((p, end) -> read.put(p, end.offset()));
                    answers.putAll(read);
                  }
                  asking = false;
                });
  }

  @Override
  public OptionalLong answer(TopicPartition partition) {
    if (asking) {
      return OptionalLong.empty();
    }
    Long end = answers.remove(partition);
    return end == null ? OptionalLong.empty() : OptionalLong.of(end);
  }
}
