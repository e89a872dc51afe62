package io.tocsin.connectors.codec;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what could not be accepted to the dead-letter topic: the record's own key and value, and
 * headers as Kafka Connect's dead-letter queue has them (KIP-298), so that tools made for that read
 * ours too. {@code tocsin.reason} adds the reason's word. There is no stack trace to tell: a
 * rejection is a decision, not an exception.
 */
public final class DeadLetters {
  /** Longest key that is kept whole, bytes. */
  static final int MAX_KEY = 64 << 10;

  /** Kafka's own default limit of a request, less what a record has besides, bytes. */
  private static final int MAX_RECORD = (1 << 20) - 1024;

  private static final int MAX_MESSAGE = 4096;
  private static final String CONNECT = "__connect.errors.";

  private final String topic;
  private final String task;
  private final int maxBytes;

  /**
   * For one task.
   *
   * @param topic full name of the dead-letter topic
   * @param task name of the task, which takes the place of the connector's name
   * @param maxBytes most bytes of key and value together; a longer key (of which at most {@value
   *     #MAX_KEY} are kept) or value is cut, and {@code tocsin.truncated.key.from} or {@code
   *     tocsin.truncated.from} says how long it was
   */
  public DeadLetters(String topic, String task, int maxBytes) {
    this.topic = topic;
    this.task = task;
    this.maxBytes = maxBytes;
  }

  /** The dead letter for one rejection; urgent, with the record's own time and no partition. */
  public OutRecord of(Records records, Rejection rejection) {
    int i = rejection.index();
    Map<String, byte[]> headers = new LinkedHashMap<>();
    put(headers, CONNECT + "topic", records.topic());
    put(headers, CONNECT + "partition", Integer.toString(records.partition()));
    put(headers, CONNECT + "offset", Long.toString(records.offset(i)));
    put(headers, CONNECT + "connector.name", task);
    put(headers, CONNECT + "task.id", Integer.toString(records.partition()));
    put(headers, CONNECT + "stage", rejection.stage());
    put(headers, CONNECT + "class.name", rejection.getClass().getName());
    put(
        headers,
        CONNECT + "exception.class.name",
        rejection.reason().getDeclaringClass().getName());
    put(headers, CONNECT + "exception.message", shortened(rejection.message()));
    put(headers, "tocsin.reason", rejection.reason().word());
    byte @Nullable [] key = trimmed(records.key(i), MAX_KEY, "tocsin.truncated.key.from", headers);
    int room = Math.max(0, maxBytes - (key == null ? 0 : key.length));
    byte @Nullable [] value = trimmed(records.value(i), room, "tocsin.truncated.from", headers);
    return new OutRecord(topic, OutRecord.BY_KEY, key, value, headers, records.timestamp(i), true);
  }

  /** A message may quote a key, which may be as long as a record. */
  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
  }

  /** Whether a record is larger than Kafka takes by default: it could never be written. */
  public static boolean isTooLarge(OutRecord out) {
    return size(out) > MAX_RECORD;
  }

  private static long size(OutRecord out) {
    long size = length(out.key()) + length(out.value());
    for (Map.Entry<String, byte[]> header : out.headers().entrySet()) {
      size += header.getKey().length() + header.getValue().length;
    }
    return size;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /**
   * The dead letter for a record of ours that {@link #isTooLarge}: without it the transaction that
   * holds the record would fail for ever. The headers name the topic it was meant for.
   */
  public OutRecord insteadOf(OutRecord out) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    put(headers, CONNECT + "topic", out.topic());
    put(headers, CONNECT + "connector.name", task);
    put(headers, CONNECT + "stage", "encode");
    put(
        headers,
        CONNECT + "exception.message",
        "a record for "
            + out.topic()
            + " has "
            + size(out)
            + " bytes; accepted: at most "
            + MAX_RECORD);
    put(headers, "tocsin.reason", Rejection.Reason.TOO_LARGE.word());
    byte @Nullable [] key = trimmed(out.key(), MAX_KEY, "tocsin.truncated.key.from", headers);
    byte @Nullable [] value =
        trimmed(out.value(), MAX_RECORD - MAX_KEY - 4096, "tocsin.truncated.from", headers);
    return new OutRecord(topic, OutRecord.BY_KEY, key, value, headers, out.timestamp(), true);
  }

  private static byte @Nullable [] trimmed(
      byte @Nullable [] bytes, int most, String header, Map<String, byte[]> headers) {
    if (bytes == null || bytes.length <= most) {
      return bytes;
    }
    put(headers, header, Integer.toString(bytes.length));
    return Arrays.copyOf(bytes, most);
  }

  private static void put(Map<String, byte[]> headers, String name, String value) {
    headers.put(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
