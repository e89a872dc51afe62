package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.MarkCodec;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.util.function.Consumer;

/**
 * Reads the marks that travel among records; one that cannot be read is rejected like any other
 * record.
 */
final class Marks {
  private Marks() {}

  /** Whether record {@code i} is a mark; if so it was taken or rejected. */
  static boolean take(Batch<?> batch, Records records, int i, String stage, Consumer<Mark> taken) {
    if (!MarkCodec.isMark(records, i)) {
      return false;
    }
    try {
      taken.accept(MarkCodec.read(records.value(i)));
    } catch (IllegalArgumentException e) {
      batch.reject(i, Reason.MALFORMED, stage, String.valueOf(e.getMessage()));
    }
    return true;
  }
}
