package io.tocsin.connectors.codec;

import static java.util.Objects.requireNonNull;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
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

  private static final Map<AlertStatus, String> TYPES = new EnumMap<>(AlertStatus.class);

  static {
    for (AlertStatus status : AlertStatus.values()) {
      TYPES.put(status, "io.tocsin.alert." + Words.of(status));
    }
  }

  private static final ThreadLocal<JsonBytes> OUT =
      ThreadLocal.withInitial(() -> new JsonBytes(1024));

  private AlertCodec() {}

  /** The value: a JSON object of the alert's fields, in the contract's order. */
  public static byte[] value(Alert alert) {
    JsonBytes json = OUT.get().reset();
    AlertJson.write(alert, json);
    return json.toBytes();
  }

  /** The attributes of the event, as record headers in UTF-8. */
  public static Map<String, byte[]> headers(Alert alert) {
    String component = alert.component();
    return CloudEvents.headers(
        alert.id(),
        requireNonNull(TYPES.get(alert.status())),
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
