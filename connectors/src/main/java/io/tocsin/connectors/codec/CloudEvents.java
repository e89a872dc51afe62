package io.tocsin.connectors.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/** Attributes as the Kafka protocol binding for CloudEvents 1.0.2 has them, section 3.2. */
final class CloudEvents {
  private static final String[] NAMES = {
    "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "content-type"
  };
  private static final byte[] VERSION = "1.0".getBytes(UTF_8);
  private static final byte[] SOURCE = AlertCodec.SOURCE.getBytes(UTF_8);
  private static final byte[] JSON = "application/json".getBytes(UTF_8);
  private static final ThreadLocal<JsonBytes> TIME =
      ThreadLocal.withInitial(() -> new JsonBytes(32));

  private CloudEvents() {}

  /**
   * Headers of an event with a JSON value; unmodifiable.
   *
   * @param time epoch milliseconds
   */
  static Map<String, byte[]> headers(String id, String type, String subject, long time) {
    return new EventHeaders(
        NAMES,
        VERSION,
        id.getBytes(UTF_8),
        SOURCE,
        type.getBytes(UTF_8),
        TIME.get().reset().time(time).inner(),
        subject.getBytes(UTF_8),
        JSON);
  }
}
