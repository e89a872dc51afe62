package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Native events, one document in a line. Each must carry its time: a file has no other. */
final class JsonLines extends EventFile {
  private final NativeDecoder decoder =
      new NativeDecoder(CodecSettings.DEFAULT_MAX_BYTES, CodecSettings.DEFAULT_MAX_SERIES);

  JsonLines(ByteLines lines) {
    super(lines);
  }

  @Override
  FileLine read(long number, byte[] line) {
    List<SensorEvent> events = new ArrayList<>();
    Undecodable wrong = decode(line, events);
    if (wrong != null) {
      wrong = new Undecodable(wrong.reason(), "line " + number + ": " + wrong.message());
      events.clear();
    }
    return new FileLine(number, line, events, wrong);
  }

  private @Nullable Undecodable decode(byte[] line, List<SensorEvent> events) {
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
    Undecodable wrong = decoder.decode(line, 0, line.length, 0, sink);
    if (wrong == null && !decoder.ownTime()) {
      return new Undecodable(Reason.BAD_TIME, "\"time\" is missing; accepted: " + Times.ACCEPTED);
    }
    return wrong;
  }
}
