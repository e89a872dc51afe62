package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.Series;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes sensor events in the native format, one event in one value, times in epoch milliseconds.
 * It remembers how series begin and how sensors are called, so one instance serves one thread.
 */
public final class EventCodec {
  private static final int REMEMBERED = 1 << 16;

  private final Map<Series, byte[][]> frames = new HashMap<>();
  private final Map<String, byte[]> keys = new HashMap<>();

  /** The record's key: the sensor's id in UTF-8. The array is shared: not to be written to. */
  public byte[] key(SensorEvent event) {
    String id = event.sensor().value();
    byte @Nullable [] key = keys.get(id);
    if (key == null) {
      if (keys.size() >= REMEMBERED) {
        keys.clear();
      }
      key = id.getBytes(StandardCharsets.UTF_8);
      keys.put(id, key);
    }
    return key;
  }

  /**
   * The record's value.
   *
   * @throws IllegalArgumentException if a reading is NaN or infinite: the format has no such value
   */
  public byte[] value(SensorEvent event) {
    return event instanceof Reading reading ? reading(reading) : report((Report) event);
  }

  private byte[] reading(Reading reading) {
    if (!Double.isFinite(reading.value())) {
      throw new IllegalArgumentException(
          "value of " + reading.series() + " is " + reading.value() + "; accepted: finite numbers");
    }
    byte[][] frame = frame(reading.series());
    byte[] middle =
        (reading.value() + ",\"time\":" + reading.time()).getBytes(StandardCharsets.ISO_8859_1);
    byte[] value = new byte[frame[0].length + middle.length + frame[1].length];
    System.arraycopy(frame[0], 0, value, 0, frame[0].length);
    System.arraycopy(middle, 0, value, frame[0].length, middle.length);
    System.arraycopy(frame[1], 0, value, frame[0].length + middle.length, frame[1].length);
    return value;
  }

  /** What comes before the value, and what comes after the time. */
  private byte[][] frame(Series series) {
    byte[] @Nullable [] frame = frames.get(series);
    if (frame == null) {
      if (frames.size() >= REMEMBERED) {
        frames.clear();
      }
      frame = new byte[][] {head(series), tail(series)};
      frames.put(series, frame);
    }
    return frame;
  }

  private static byte[] head(Series series) {
    byte[] names =
        JsonOut.object(
            json -> {
              json.writeStringField("sensor", series.sensor().value());
              json.writeStringField("metric", series.metric());
            });
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(names, 0, names.length - 1);
    head.writeBytes(",\"value\":".getBytes(StandardCharsets.ISO_8859_1));
    return head.toByteArray();
  }

  private static byte[] tail(Series series) {
    if (series.labels().isEmpty()) {
      return new byte[] {'}'};
    }
    byte[] labels = JsonOut.object(json -> JsonOut.labels(json, "labels", series.labels()));
    labels[0] = ',';
    return labels;
  }

  private static byte[] report(Report report) {
    return JsonOut.object(
        json -> {
          json.writeStringField("sensor", report.sensor().value());
          json.writeStringField("component", report.component());
          json.writeStringField("type", report.type());
          json.writeStringField("severity", report.severity().name());
          json.writeNumberField("time", report.time());
          json.writeStringField("message", report.message());
          JsonOut.texts(json, "details", report.details());
          JsonOut.texts(json, "context", report.context());
          JsonOut.labels(json, "labels", report.labels());
        });
  }
}
