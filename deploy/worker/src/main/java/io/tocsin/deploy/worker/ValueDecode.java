package io.tocsin.deploy.worker;

import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection.Reason;
import io.tocsin.pipeline.flow.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads one item from each record's value; marks of writers are passed over, what cannot be read is
 * rejected.
 */
final class ValueDecode<T> implements Stage<Records, T> {
  private final Function<byte[], T> read;

  ValueDecode(Function<byte[], T> read) {
    this.read = read;
  }

  @Override
  public Batch<T> apply(Batch<Records> batch) {
    List<T> items = new ArrayList<>();
    for (Records records : batch.items()) {
      for (int i = 0; i < records.size(); i++) {
        byte[] value = records.value(i);
        if (io.tocsin.connectors.codec.MarkCodec.isMark(records, i)) {
          continue;
        }
        if (value == null) {
          batch.reject(i, Reason.EMPTY, "decode", "the record has no value");
          continue;
        }
        try {
          items.add(read.apply(value));
        } catch (IllegalArgumentException e) {
          batch.reject(i, Reason.MALFORMED, "decode", String.valueOf(e.getMessage()));
        }
      }
    }
    return batch.with(items);
  }
}
