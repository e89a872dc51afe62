package io.tocsin.connectors.codec;

import java.util.List;

/**
 * How a source's records are read.
 *
 * @param codec name of the format, one of {@link Codecs#NAMES}
 * @param timestampUnit unit of numeric timestamps, for formats that do not fix one
 * @param sensorId labels whose values, joined by {@code /}, make the sensor's id; the format's own
 *     choice if empty. The native format names its sensor and does not use it
 * @param maxBytes largest accepted record value, bytes
 * @param maxSeries how many series a decoder remembers; up to twice as many are kept
 * @param source what the label {@code source} of each event says; empty: events stay as they are
 */
public record CodecSettings(
    String codec,
    TimestampUnit timestampUnit,
    List<String> sensorId,
    int maxBytes,
    int maxSeries,
    String source) {
  /** Kafka's own default limit of a record batch, less room for key, headers and framing. */
  public static final int DEFAULT_MAX_BYTES = (1 << 20) - (16 << 10);

  /** Enough for the share of a million series that one of four partitions holds. */
  public static final int DEFAULT_MAX_SERIES = 1 << 18;

  public CodecSettings {
    sensorId = List.copyOf(sensorId);
    if (maxBytes < 1) {
      throw new IllegalArgumentException("max bytes " + maxBytes + "; accepted: 1 and up");
    }
  }

  /** A codec with the defaults of everything else. */
  public static CodecSettings of(String codec) {
    return new CodecSettings(
        codec, TimestampUnit.AUTO, List.of(), DEFAULT_MAX_BYTES, DEFAULT_MAX_SERIES, "");
  }

  public CodecSettings withTimestampUnit(TimestampUnit unit) {
    return new CodecSettings(codec, unit, sensorId, maxBytes, maxSeries, source);
  }

  public CodecSettings withSensorId(List<String> labels) {
    return new CodecSettings(codec, timestampUnit, labels, maxBytes, maxSeries, source);
  }

  public CodecSettings withMaxBytes(int bytes) {
    return new CodecSettings(codec, timestampUnit, sensorId, bytes, maxSeries, source);
  }

  /** With the name of the source whose records these are. */
  public CodecSettings withSource(String name) {
    return new CodecSettings(codec, timestampUnit, sensorId, maxBytes, maxSeries, name);
  }
}
