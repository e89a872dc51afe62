package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns source records in any format into records of the events topic: one native event each, keyed
 * by its sensor's id. A record that is such an event already keeps its bytes. For one thread.
 */
public final class Rekeyer {
  private final Decoder decoder;
  private final String topic;
  private final Consumer<EventSink.Skip> skips;
  private final EventCodec codec = new EventCodec();
  private final List<SensorEvent> events = new ArrayList<>();

  /**
   * For one shard.
   *
   * @param topic full name of the events topic
   * @param skips told of each part of a good record that makes no event
   */
  public Rekeyer(Decoder decoder, String topic, Consumer<EventSink.Skip> skips) {
    this.decoder = decoder;
    this.topic = topic;
    this.skips = skips;
  }

  private final EventSink collector =
      new EventSink() {
        @Override
        public void event(SensorEvent event) {
          events.add(event);
        }

        @Override
        public void skipped(Skip why) {
          skips.accept(why);
        }
      };

  /**
   * Adds the events of one record to {@code out}.
   *
   * @return null, or why the record has none
   */
  public @Nullable Undecodable rekey(Records records, int index, List<OutRecord> out) {
    events.clear();
    Undecodable wrong = decoder.decode(records, index, collector);
    if (wrong != null) {
      return wrong;
    }
    byte @Nullable [] same = decoder.passThrough() ? records.value(index) : null;
    for (SensorEvent event : events) {
      byte[] value = same == null ? codec.value(event) : same;
      out.add(
          new OutRecord(
              topic, OutRecord.BY_KEY, codec.key(event), value, Map.of(), event.time(), true));
    }
    return null;
  }
}
