package io.tocsin.connectors.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Severity;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Syslog messages as rsyslog's and syslog-ng's JSON templates write them: {@code @timestamp, host,
 * severity, facility, tag, message}. Each is a report of type {@code Syslog}; the component is the
 * program that the tag names, without process id and colon.
 */
final class SyslogJsonDecoder extends TreeDecoder {
  static final String TYPE = "Syslog";

  SyslogJsonDecoder(CodecSettings settings) {
    super(settings);
  }

  @Override
  void read(JsonNode root, long recordTime) {
    requireObject(root, "the value");
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : new String[] {"host", "facility"}) {
      if (root.has(name)) {
        texts.put(name, Limits.text(name, text(root, name), Limits.NAME));
      }
    }
    SensorId sensor = sensor(Labels.of(texts), "host");
    byte[] time = text(root, "@timestamp").getBytes(StandardCharsets.UTF_8);
    String message = text(root, "message").strip();
    String program = root.has("tag") ? program(text(root, "tag")) : "";
    report(
        new Report(
            sensor,
            program.isEmpty() ? sensor.value() : Limits.name("tag", program),
            TYPE,
            root.has("severity") ? severity(text(root, "severity")) : Severity.MEDIUM,
            Times.iso(time, 0, time.length),
            message,
            Map.of("message", message),
            texts,
            Labels.of(texts)));
  }

  private static String program(String tag) {
    int end = tag.indexOf('[');
    String name = (end < 0 ? tag : tag.substring(0, end)).strip();
    return name.endsWith(":") ? name.substring(0, name.length() - 1) : name;
  }

  private static Severity severity(String word) {
    return Severity.parse(word)
        .orElseThrow(
            () ->
                new Malformed(
                    "\"severity\" is \""
                        + Malformed.shorten(word)
                        + "\"; accepted: "
                        + Severity.acceptedWords()));
  }
}
