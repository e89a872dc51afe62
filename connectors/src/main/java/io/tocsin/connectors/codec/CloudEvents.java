package io.tocsin.connectors.codec;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Attributes as the Kafka protocol binding for CloudEvents 1.0.2 has them, section 3.2. */
final class CloudEvents {
  private CloudEvents() {}

  /**
   * Headers of an event with a JSON value.
   *
   * @param time epoch milliseconds
   */
  static Map<String, byte[]> headers(String id, String type, String subject, long time) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    put(headers, "ce_specversion", "1.0");
    put(headers, "ce_id", id);
    put(headers, "ce_source", AlertCodec.SOURCE);
    put(headers, "ce_type", type);
    put(headers, "ce_time", JsonOut.time(time));
    put(headers, "ce_subject", subject);
    put(headers, "content-type", "application/json");
    return headers;
  }

  private static void put(Map<String, byte[]> headers, String name, String value) {
    headers.put(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
