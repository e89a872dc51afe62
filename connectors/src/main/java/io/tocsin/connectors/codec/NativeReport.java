package io.tocsin.connectors.codec;

import static io.tocsin.connectors.codec.NativeMember.COMPONENT;
import static io.tocsin.connectors.codec.NativeMember.CONTEXT;
import static io.tocsin.connectors.codec.NativeMember.DETAILS;
import static io.tocsin.connectors.codec.NativeMember.LABELS;
import static io.tocsin.connectors.codec.NativeMember.MESSAGE;
import static io.tocsin.connectors.codec.NativeMember.SENSOR;
import static io.tocsin.connectors.codec.NativeMember.SEVERITY;
import static io.tocsin.connectors.codec.NativeMember.TYPE;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Severity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a report of a native document that has a type. */
final class NativeReport {
  private final NativeDocument document;

  NativeReport(NativeDocument document) {
    this.document = document;
  }

  Report read(long time) {
    String sensor = Limits.name("sensor", document.text(SENSOR));
    String component = text(COMPONENT);
    String message = text(MESSAGE);
    return new Report(
        new SensorId(sensor),
        component == null ? sensor : Limits.name("component", component),
        Limits.name("type", document.text(TYPE)),
        severity(text(SEVERITY)),
        time,
        message == null ? "" : message,
        texts(DETAILS),
        texts(CONTEXT),
        labels());
  }

  private @Nullable String text(NativeMember member) {
    if (!document.has(member)) {
      return null;
    }
    JsonScanner at = new JsonScanner();
    at.reset(document.json.in, document.from(member), document.to(member));
    if (at.peek() != '"') {
      throw new Malformed(
          "\"" + member.word() + "\" is " + at.shown(at.pos, at.end) + "; accepted: text");
    }
    at.string();
    return at.text();
  }

  private static Severity severity(@Nullable String word) {
    if (word == null) {
      return Severity.MEDIUM;
    }
    return Severity.parse(word)
        .orElseThrow(
            () ->
                new Malformed(
                    "\"severity\" is \""
                        + Malformed.shorten(word)
                        + "\"; accepted: "
                        + Severity.acceptedWords()));
  }

  private Map<String, String> texts(NativeMember member) {
    if (!document.has(member)) {
      return Map.of();
    }
    if (document.json.in[document.from(member)] != '{') {
      throw new Malformed(
          "\""
              + member.word()
              + "\" is "
              + document.json.shown(document.from(member), document.to(member))
              + "; accepted: an object");
    }
    return NativeLabels.texts(
        document.json, document.from(member), document.to(member), member.word());
  }

  private Labels labels() {
    return document.has(LABELS)
        ? NativeLabels.read(document.json, document.from(LABELS), document.to(LABELS))
        : Labels.NONE;
  }
}
