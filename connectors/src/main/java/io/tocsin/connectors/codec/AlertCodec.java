package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Alert;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The alert topic's contract: CloudEvents 1.0 in the Kafka binding's binary mode, attributes in
 * headers, the alert as JSON in the value. Bytes depend on the alert alone. Safe for any thread.
 *
 * <p>Times are ISO-8601 in UTC with milliseconds; {@code endsAt} is null while the alert is open;
 * {@code value} is null where there is none, and {@code "+Inf"} or {@code "-Inf"} where JSON has no
 * number for it.
 */
public final class AlertCodec {
  /** What {@code ce_source} says. */
  public static final String SOURCE = "/tocsin";

  private AlertCodec() {}

  /** The value: a JSON object of the alert's fields, in the contract's order. */
  public static byte[] value(Alert alert) {
    return JsonOut.object(json -> JsonOut.alert(json, alert));
  }

  /** The attributes of the event, as record headers in UTF-8. */
  public static Map<String, byte[]> headers(Alert alert) {
    String component = alert.component();
    return CloudEvents.headers(
        alert.id(),
        "io.tocsin.alert." + Words.of(alert.status()),
        component.isEmpty() ? alert.fingerprint() : component,
        alert.time());
  }

  /** The record's key on a topic compacted by alert: the fingerprint. */
  public static byte[] fingerprintKey(Alert alert) {
    return alert.fingerprint().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The alert of a value.
   *
   * @throws IllegalArgumentException if it is none; the message names member, value and what is
   *     accepted
   */
  public static Alert read(byte[] value) {
    return JsonIn.read(value).alert();
  }
}
