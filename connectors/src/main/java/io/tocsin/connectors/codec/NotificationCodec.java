package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Receipt;
import io.tocsin.pipeline.event.Undelivered;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notifications as CloudEvents with a JSON value, and, where one was given up, as a dead letter.
 * Bytes depend on the notification alone. Safe for any thread.
 */
public final class NotificationCodec {
  private NotificationCodec() {}

  /** The record's key: the receiver, so that its messages stay in order. */
  public static byte[] key(Notification notification) {
    return notification.receiver().getBytes(StandardCharsets.UTF_8);
  }

  /** The record's headers. */
  public static Map<String, byte[]> headers(Notification notification) {
    return CloudEvents.headers(
        notification.id(),
        "io.tocsin.notification." + (notification.firing() ? "firing" : "resolved"),
        notification.receiver(),
        notification.createdAt());
  }

  /** The headers of a notification that was given up: who, why, and after how many attempts. */
  public static Map<String, byte[]> headers(Undelivered undelivered) {
    Map<String, byte[]> headers = new LinkedHashMap<>(headers(undelivered.notification()));
    Receipt receipt = undelivered.receipt();
    put(headers, "tocsin.reason", receipt.reason().word());
    put(headers, "tocsin.receiver", receipt.receiver());
    put(headers, "tocsin.endpoint", receipt.endpoint());
    put(headers, "tocsin.attempts", Integer.toString(receipt.attempts()));
    put(headers, "__connect.errors.stage", "deliver");
    put(headers, "__connect.errors.exception.message", receipt.detail());
    return headers;
  }

  private static void put(Map<String, byte[]> headers, String name, String value) {
    headers.put(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The record's value. */
  public static byte[] value(Notification notification) {
    return JsonOut.object(
        json -> {
          json.writeStringField("id", notification.id());
          json.writeStringField("receiver", notification.receiver());
          json.writeStringField("groupKey", notification.groupKey());
          JsonOut.labels(json, "groupLabels", notification.groupLabels());
          json.writeArrayFieldStart("alerts");
          for (var alert : notification.alerts()) {
            json.writeStartObject();
            JsonOut.alert(json, alert);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeNumberField("truncated", notification.truncated());
          json.writeStringField("incident", notification.incident());
          JsonOut.time(json, "createdAt", notification.createdAt());
        });
  }

  /**
   * The notification of a value.
   *
   * @throws IllegalArgumentException if it is none; the message names member, value and what is
   *     accepted
   */
  public static Notification read(byte[] value) {
    JsonIn json = JsonIn.read(value);
    return new Notification(
        json.text("id"),
        json.text("receiver"),
        json.text("groupKey"),
        json.labels("groupLabels"),
        List.copyOf(json.objects("alerts").stream().map(JsonIn::alert).toList()),
        json.small("truncated"),
        json.text("incident"),
        json.time("createdAt"));
  }
}
