package io.tocsin.connectors.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Statistics;
import io.tocsin.pipeline.event.Summary;
import java.util.Map;
import java.util.TreeMap;

/** Summaries as JSON, times in ISO-8601. Bytes depend on the summary alone. Safe for any thread. */
public final class SummaryCodec {
  private static final byte[] LABELS = ascii("{\"labels\":{");
  private static final byte[] START = ascii("},\"start\":");
  private static final byte[] END = ascii(",\"end\":");
  private static final byte[] STATS = ascii(",\"stats\":{");
  private static final byte[] REVISION = ascii("},\"revision\":");
  private static final byte[] NULL = ascii("null");
  private static final ThreadLocal<JsonBytes> OUT =
      ThreadLocal.withInitial(() -> new JsonBytes(1024));

  private SummaryCodec() {}

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** The record's key: the group's labels in Prometheus' notation. */
  public static byte[] key(Summary summary) {
    return OUT.get().reset().labels(summary.labels()).toBytes();
  }

  /** The record's value. */
  public static byte[] value(Summary summary) {
    JsonBytes json = OUT.get().reset();
    json.raw(LABELS);
    Labels labels = summary.labels();
    for (int i = 0; i < labels.size(); i++) {
      member(json, i, labels.name(i)).string(labels.value(i));
    }
    time(json.raw(START), summary.start());
    time(json.raw(END), summary.end());
    json.raw(STATS);
    stats(json, summary.stats());
    return json.raw(REVISION).integer(summary.revision()).raw('}').toBytes();
  }

  private static JsonBytes member(JsonBytes json, int n, String name) {
    if (n > 0) {
      json.raw(',');
    }
    return json.string(name).raw(':');
  }

  private static void time(JsonBytes json, long millis) {
    if (millis == Alert.OPEN) {
      json.raw(NULL);
    } else {
      json.time(millis);
    }
  }

  private static void stats(JsonBytes json, Map<String, Double> stats) {
    int n = 0;
    if (stats instanceof Statistics own) {
      for (int i = 0; i < own.names(); i++) {
        if (!Double.isNaN(own.value(i))) {
          member(json, n++, own.name(i)).number(own.value(i));
        }
      }
      return;
    }
    for (Map.Entry<String, Double> e : new TreeMap<>(stats).entrySet()) {
      member(json, n++, e.getKey()).number(e.getValue());
    }
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
