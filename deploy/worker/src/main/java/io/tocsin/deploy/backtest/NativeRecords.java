package io.tocsin.deploy.backtest;

import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.connectors.codec.Codecs;
import io.tocsin.connectors.codec.Decoder;
import io.tocsin.connectors.codec.EventSink;
import io.tocsin.connectors.codec.MarkCodec;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.flow.Records;
import java.util.ArrayList;
import java.util.List;

/** Reads the events topic's records; marks and what cannot be read are passed over. One thread. */
public final class NativeRecords {
  private final Decoder decoder = Codecs.decoder(CodecSettings.of("native"));

  /** The events of some records, in their order. */
  public List<SensorEvent> events(Records records) {
    List<SensorEvent> events = new ArrayList<>();
    EventSink sink =
        new EventSink() {
          @Override
          public void event(SensorEvent event) {
            events.add(event);
          }

          @Override
          public void skipped(Skip why) {
            throw new IllegalStateException("the native format skips nothing, not " + why);
          }
        };
    for (int i = 0; i < records.size(); i++) {
      if (!MarkCodec.isMark(records, i)) {
        decoder.decode(records, i, sink);
      }
    }
    return events;
  }
}
