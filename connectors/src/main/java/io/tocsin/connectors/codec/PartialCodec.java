package io.tocsin.connectors.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.pipeline.event.Partial;
import io.tocsin.pipeline.event.Partial.Element;
import io.tocsin.pipeline.event.Spread;
import io.tocsin.pipeline.event.Sums;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Partial summaries as JSON, times in epoch milliseconds. Bytes depend on the partial alone. Safe
 * for any thread.
 */
public final class PartialCodec {
  private PartialCodec() {}

  /** The record's key: all parts of a rule meet in one partition. */
  public static byte[] key(Partial partial) {
    return key(partial.rule());
  }

  /** The key of all parts of a rule, by its identity. */
  public static byte[] key(String rule) {
    return rule.getBytes(UTF_8);
  }

  /** The record's value. */
  public static byte[] value(Partial partial) {
    return JsonOut.object(
        json -> {
          json.writeStringField("rule", partial.rule());
          json.writeNumberField("input", partial.input());
          json.writeNumberField("time", partial.time());
          JsonOut.labels(json, "group", partial.group());
          json.writeStringField("source", partial.source());
          json.writeNumberField("revision", partial.revision());
          Sums sums = partial.sums();
          json.writeNumberField("count", sums.count());
          JsonOut.number(json, "sum", sums.sum());
          JsonOut.number(json, "lost", sums.lost());
          JsonOut.number(json, "min", sums.min());
          JsonOut.number(json, "max", sums.max());
          JsonOut.number(json, "mean", sums.mean());
          JsonOut.number(json, "squares", sums.squares());
          if (!partial.spread().equals(Spread.NONE)) {
            spread(json, partial.spread());
          }
          json.writeBooleanField("goes_on", partial.goesOn());
          json.writeArrayFieldStart("elements");
          for (Element element : partial.elements()) {
            json.writeStartObject();
            json.writeStringField("name", element.name());
            JsonOut.labels(json, "labels", element.labels());
            JsonOut.number(json, "value", element.value());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void spread(JsonGenerator json, Spread spread) throws IOException {
    json.writeObjectFieldStart("spread");
    json.writeNumberField("first_time", spread.firstTime());
    JsonOut.number(json, "first", spread.first());
    json.writeNumberField("last_time", spread.lastTime());
    JsonOut.number(json, "last", spread.last());
    json.writeStringField("sketch", spread.sketch());
    json.writeEndObject();
  }

  private static Spread spread(JsonIn json) {
    return new Spread(
        json.integer("first_time"),
        json.number("first"),
        json.integer("last_time"),
        json.number("last"),
        json.text("sketch"));
  }

  /**
   * The partial of a value.
   *
   * @throws IllegalArgumentException if it is none; the message names member, value and what is
   *     accepted
   */
  public static Partial read(byte[] value) {
    JsonIn json = JsonIn.read(value);
    List<Element> elements = new ArrayList<>();
    for (JsonIn element : json.objects("elements")) {
      elements.add(
          new Element(element.text("name"), element.labels("labels"), element.number("value")));
    }
    Sums sums =
        new Sums(
            json.integer("count"),
            json.number("sum"),
            json.number("lost"),
            json.number("min"),
            json.number("max"),
            json.number("mean"),
            json.number("squares"));
    return new Partial(
        json.text("rule"),
        json.small("input"),
        json.integer("time"),
        json.labels("group"),
        json.text("source"),
        json.small("revision"),
        sums,
        json.has("spread") ? spread(json.member("spread")) : Spread.NONE,
        elements,
        json.flag("goes_on"));
  }
}
