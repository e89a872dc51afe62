package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Receipt;
import java.nio.charset.StandardCharsets;

/** Receipts as JSON. Bytes depend on the receipt alone. Safe for any thread. */
public final class ReceiptCodec {
  private ReceiptCodec() {}

  /** The record's key: the receipt's id. */
  public static byte[] key(Receipt receipt) {
    return receipt.id().getBytes(StandardCharsets.UTF_8);
  }

  /** The record's value. */
  public static byte[] value(Receipt receipt) {
    return JsonOut.object(
        json -> {
          json.writeStringField("notification", receipt.notification());
          json.writeStringField("receiver", receipt.receiver());
          json.writeStringField("endpoint", receipt.endpoint());
          json.writeBooleanField("delivered", receipt.delivered());
          json.writeStringField("reason", receipt.reason().word());
          json.writeStringField("detail", receipt.detail());
          json.writeNumberField("attempts", receipt.attempts());
          JsonOut.time(json, "createdAt", receipt.createdAt());
          JsonOut.time(json, "at", receipt.at());
        });
  }

  /**
   * The receipt of a value.
   *
   * @throws IllegalArgumentException if it is none; the message names member, value and what is
   *     accepted
   */
  public static Receipt read(byte[] value) {
    JsonIn json = JsonIn.read(value);
    return new Receipt(
        json.text("notification"),
        json.text("receiver"),
        json.text("endpoint"),
        json.flag("delivered"),
        Words.parse(Outcome.Reason.class, "reason", json.text("reason")),
        json.text("detail"),
        json.small("attempts"),
        json.time("createdAt"),
        json.time("at"));
  }
}
