package io.tocsin.connectors.codec;

import io.tocsin.pipeline.flow.Records;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A poll that gave one record. */
record OneRecord(
    byte @Nullable [] key, byte @Nullable [] value, long timestamp, Map<String, String> headers)
    implements Records {
  /** Timestamp of records that tests do not care for: 2026-01-01T00:00:00Z. */
  static final long TIME = 1_767_225_600_000L;

  OneRecord(byte @Nullable [] key, byte @Nullable [] value, long timestamp) {
    this(key, value, timestamp, Map.of());
  }

  OneRecord with(Map<String, String> others) {
    return new OneRecord(key, value, timestamp, others);
  }

  static OneRecord of(String value) {
    return of(value.getBytes(StandardCharsets.UTF_8));
  }

  static OneRecord of(byte @Nullable [] value) {
    return new OneRecord(null, value, TIME);
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public String topic() {
    return "source";
  }

  @Override
  public int partition() {
    return 3;
  }

  @Override
  public byte @Nullable [] key(int i) {
    return key;
  }

  @Override
  public byte @Nullable [] value(int i) {
    return value;
  }

  @Override
  public byte @Nullable [] header(int i, String name) {
    String value = headers.get(name);
    return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public long offset(int i) {
    return 42;
  }

  @Override
  public long timestamp(int i) {
    return timestamp;
  }
}
