package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.PartialCodec;
import io.tocsin.connectors.codec.WordCodec;
import io.tocsin.pipeline.detect.MergeInput;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection.Reason;
import io.tocsin.pipeline.flow.Stage;
import java.util.ArrayList;
import java.util.List;

/** Bytes to what shards say, each for itself, and how far they have come. */
final class MergeDecode implements Stage<Records, MergeInput> {
  private static final String STAGE = "decode";

  @Override
  public Batch<MergeInput> apply(Batch<Records> batch) {
    List<MergeInput> out = new ArrayList<>(batch.records().size());
    for (Records records : batch.items()) {
      for (int i = 0; i < records.size(); i++) {
        decode(batch, records, i, out);
      }
    }
    return batch.with(out);
  }

  private static void decode(Batch<Records> batch, Records records, int i, List<MergeInput> out) {
    if (Marks.take(batch, records, i, STAGE, mark -> out.add(new MergeInput.Upto(mark)))) {
      return;
    }
    byte[] value = records.value(i);
    if (value == null) {
      batch.reject(i, Reason.EMPTY, STAGE, "the record has no value");
      return;
    }
    try {
      out.add(
          WordCodec.isWord(records, i)
              ? new MergeInput.Word(AlertCodec.read(value))
              : new MergeInput.Part(PartialCodec.read(value)));
    } catch (IllegalArgumentException e) {
      batch.reject(i, Reason.MALFORMED, STAGE, String.valueOf(e.getMessage()));
    }
  }
}
