package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.DeadLetters;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Rejection;
import io.tocsin.pipeline.flow.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The last stage of every task: what came out as records, then what was rejected as dead letters. A
 * record that is too large for Kafka becomes a dead letter, too.
 */
final class Encoded<T> implements Stage<T, OutRecord> {
  private final BiConsumer<T, List<OutRecord>> encode;
  private final DeadLetters deadLetters;
  private final TaskCounts counts;

  Encoded(BiConsumer<T, List<OutRecord>> encode, DeadLetters deadLetters, TaskCounts counts) {
    this.encode = encode;
    this.deadLetters = deadLetters;
    this.counts = counts;
  }

  @Override
  public Batch<OutRecord> apply(Batch<T> batch) {
    if (batch.items().isEmpty() && batch.rejections().isEmpty()) {
      return batch.with(List.of());
    }
    List<OutRecord> out = new ArrayList<>(batch.items().size() + batch.rejections().size());
    batch.items().forEach(item -> encode.accept(item, out));
    out.replaceAll(this::sendable);
    for (Rejection rejection : batch.rejections()) {
      out.add(deadLetters.of(batch.records(), rejection));
      counts.rejected(rejection.reason());
    }
    return batch.with(out);
  }

  private OutRecord sendable(OutRecord record) {
    if (!DeadLetters.isTooLarge(record)) {
      return record;
    }
    counts.rejected(Rejection.Reason.TOO_LARGE);
    return deadLetters.insteadOf(record);
  }
}
