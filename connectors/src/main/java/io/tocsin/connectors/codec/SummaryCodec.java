package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Summary;
import java.util.Map;
import java.util.TreeMap;

/** Summaries as JSON, times in ISO-8601. Bytes depend on the summary alone. Safe for any thread. */
public final class SummaryCodec {
  private SummaryCodec() {}

  /** The record's value. */
  public static byte[] value(Summary summary) {
    return JsonOut.object(
        json -> {
          JsonOut.labels(json, "labels", summary.labels());
          JsonOut.time(json, "start", summary.start());
          JsonOut.time(json, "end", summary.end());
          json.writeObjectFieldStart("stats");
          for (Map.Entry<String, Double> e : new TreeMap<>(summary.stats()).entrySet()) {
            JsonOut.number(json, e.getKey(), e.getValue());
          }
          json.writeEndObject();
          json.writeNumberField("revision", summary.revision());
        });
  }

  /**
   * The summary of a value.
   *
   * @throws IllegalArgumentException if it is none; the message names member, value and what is
   *     accepted
   */
  public static Summary read(byte[] value) {
    JsonIn json = JsonIn.read(value);
    return new Summary(
        json.labels("labels"),
        json.time("start"),
        json.time("end"),
        json.numbers("stats"),
        json.small("revision"));
  }
}
