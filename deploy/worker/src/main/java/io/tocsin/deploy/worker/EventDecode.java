package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.connectors.codec.Codecs;
import io.tocsin.connectors.codec.Decoder;
import io.tocsin.connectors.codec.EventSink;
import io.tocsin.connectors.codec.Undecodable;
import io.tocsin.connectors.kafka.KeyPartitions;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.MarkRead;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection.Reason;
import io.tocsin.pipeline.flow.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes to sensor events and marks, one decoder for each shard. */
final class EventDecode implements Stage<Records, Input> {
  private static final String STAGE = "decode";

  private final Decoder decoder;
  private final int keyedPartitions;
  private final TaskCounts counts;
  private final Collector collector = new Collector();

  /**
   * For one shard.
   *
   * @param keyedPartitions 0 for the events topic, whose keys are ours; on a keyed source its
   *     number of partitions, and each record is checked to hold one event of the sensor that its
   *     key names, in the partition where that key belongs
   */
  EventDecode(CodecSettings settings, int keyedPartitions, TaskCounts counts) {
    this.decoder = Codecs.decoder(settings);
    this.keyedPartitions = keyedPartitions;
    this.counts = counts;
  }

  @Override
  public Batch<Input> apply(Batch<Records> batch) {
    List<Input> out = new ArrayList<>(batch.records().size());
    for (Records records : batch.items()) {
      for (int i = 0; i < records.size(); i++) {
        decode(batch, records, i, out);
      }
    }
    return batch.with(out);
  }

  private void decode(Batch<Records> batch, Records records, int i, List<Input> out) {
    if (Marks.take(batch, records, i, STAGE, mark -> out.add(new MarkRead(mark, i)))) {
      return;
    }
    int before = out.size();
    collector.begin(out, records.timestamp(i), i);
    Undecodable why = decoder.decode(records, i, collector);
    if (why != null) {
      batch.reject(i, why.reason(), STAGE, why.message());
    } else if (keyedPartitions > 0) {
      String wrong =
          out.size() == before + 1
              ? misplaced(records, i, ((Arrival) out.get(before)).event().sensor())
              : "the record holds "
                  + (out.size() - before)
                  + " events; accepted on a keyed source: one";
      if (wrong != null) {
        out.subList(before, out.size()).clear();
        batch.reject(i, Reason.WRONG_PARTITION, STAGE, wrong);
      }
    }
  }

  private @Nullable String misplaced(Records records, int i, SensorId sensor) {
    byte[] key = records.key(i);
    boolean named =
        key != null && (decoder.namesSensor(key) || new String(key, UTF_8).equals(sensor.value()));
    if (key == null || !named) {
      return "the key is "
          + (key == null ? "null" : "\"" + new String(key, UTF_8) + "\"")
          + "; accepted on a keyed source: the sensor's id, \""
          + sensor
          + "\"";
    }
    int right = KeyPartitions.of(key, keyedPartitions);
    return right == records.partition()
        ? null
        : "the key \""
            + sensor
            + "\" belongs in partition "
            + right
            + " by Java's partitioner (murmur2), the record is in "
            + records.partition()
            + "; set the producer's partitioner, or keyed: false on this source";
  }

  private final class Collector implements EventSink {
    private List<Input> out = new ArrayList<>();
    private long appendTime;
    private int index;

    void begin(List<Input> into, long time, int record) {
      out = into;
      appendTime = time;
      index = record;
    }

    @Override
    public void event(SensorEvent event) {
      out.add(new Arrival(event, appendTime, index));
    }

    @Override
    public void skipped(Skip why) {
      counts.skipped(why);
    }
  }
}
