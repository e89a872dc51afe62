package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decoder made of one record. */
record Decoded(List<SensorEvent> events, List<EventSink.Skip> skips, @Nullable Undecodable wrong) {
  static Decoded by(Decoder decoder, String value) {
    return by(decoder, OneRecord.of(value));
  }

  static Decoded by(Decoder decoder, OneRecord record) {
    List<SensorEvent> events = new ArrayList<>();
    List<EventSink.Skip> skips = new ArrayList<>();
    Undecodable wrong =
        decoder.decode(
            record,
            0,
            new EventSink() {
              @Override
              public void event(SensorEvent event) {
                events.add(event);
              }

              @Override
              public void skipped(Skip why) {
                skips.add(why);
              }
            });
    return new Decoded(events, skips, wrong);
  }

  /** The events as one line each: {@code metric{labels} value @time}. */
  List<String> lines() {
    return events.stream()
        .map(
            e ->
                e instanceof Reading r
                    ? r.series() + " " + r.value() + " @" + r.time()
                    : e.toString())
        .toList();
  }

  /** Reason and message, or nothing. */
  String error() {
    return wrong == null ? "" : wrong.reason().word() + ": " + wrong.message();
  }
}
