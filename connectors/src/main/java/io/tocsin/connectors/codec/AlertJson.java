package io.tocsin.connectors.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Labels;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The members of an alert as {@link JsonOut#alert} writes them, at a fraction of its cost. */
final class AlertJson {
  private static final byte[] LABELS = ascii(",\"labels\":{");
  private static final byte[] ANNOTATIONS = ascii("},\"annotations\":{");
  private static final byte[] STARTS_AT = ascii("},\"startsAt\":");
  private static final byte[] ENDS_AT = ascii(",\"endsAt\":");
  private static final byte[] FINGERPRINT = ascii(",\"fingerprint\":");
  private static final byte[] VALUE = ascii(",\"value\":");
  private static final byte[] EXPECTED = ascii(",\"expected\":");
  private static final byte[] LOW = ascii("{\"low\":");
  private static final byte[] HIGH = ascii(",\"high\":");
  private static final byte[] RULE = ascii(",\"rule\":");
  private static final byte[] RULE_VERSION = ascii(",\"rule_version\":");
  private static final byte[] REVISION = ascii(",\"revision\":");
  private static final byte[] REASON = ascii(",\"reason\":");
  private static final byte[] HISTORICAL = ascii(",\"historical\":");
  private static final byte[] EXPLANATION = ascii(",\"explanation\":");
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final Map<AlertStatus, byte[]> STATUS = new EnumMap<>(AlertStatus.class);

  static {
    for (AlertStatus status : AlertStatus.values()) {
      STATUS.put(status, ascii("{\"status\":\"" + Words.of(status) + '"'));
    }
  }

  private AlertJson() {}

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  static void write(Alert alert, JsonBytes json) {
    json.raw(requireNonNull(STATUS.get(alert.status()))).raw(LABELS);
    Labels labels = alert.labels();
    for (int i = 0; i < labels.size(); i++) {
      member(json, i, labels.name(i), labels.value(i));
    }
    json.raw(ANNOTATIONS);
    annotations(alert.annotations(), json);
    time(json.raw(STARTS_AT), alert.startsAt());
    time(json.raw(ENDS_AT), alert.endsAt());
    json.raw(FINGERPRINT).string(alert.fingerprint());
    json.raw(VALUE).number(alert.value());
    Expected expected = alert.expected();
    if (expected == null) {
      json.raw(EXPECTED).raw(NULL);
    } else {
      json.raw(EXPECTED).raw(LOW).number(expected.low());
      json.raw(HIGH).number(expected.high()).raw('}');
    }
    json.raw(RULE).string(alert.rule());
    json.raw(RULE_VERSION).integer(alert.ruleVersion());
    json.raw(REVISION).integer(alert.revision());
    json.raw(REASON).string(alert.reason());
    json.raw(HISTORICAL).raw(alert.historical() ? TRUE : FALSE);
    json.raw(EXPLANATION).string(alert.explanation()).raw('}');
  }

  private static void annotations(Map<String, String> annotations, JsonBytes json) {
    int n = 0;
    Map<String, String> byName = annotations.size() > 1 ? new TreeMap<>(annotations) : annotations;
    for (Map.Entry<String, String> annotation : byName.entrySet()) {
      member(json, n++, annotation.getKey(), annotation.getValue());
    }
  }

  private static void member(JsonBytes json, int n, String name, String value) {
    if (n > 0) {
      json.raw(',');
    }
    json.string(name).raw(':').string(value);
  }

  private static void time(JsonBytes json, long millis) {
    if (millis == Alert.OPEN) {
      json.raw(NULL);
    } else {
      json.time(millis);
    }
  }
}
