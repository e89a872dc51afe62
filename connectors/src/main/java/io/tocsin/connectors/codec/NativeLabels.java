package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads objects whose members become text: labels, details, context. */
final class NativeLabels {
  private NativeLabels() {}

  /** Labels of an object that the scanner has passed over already; values must be text. */
  static Labels read(JsonScanner json, int from, int to) {
    JsonScanner inner = new JsonScanner();
    inner.reset(json.in, from, to);
    Map<String, String> pairs = new LinkedHashMap<>();
    inner.expect('{');
    if (inner.closes('}')) {
      return Labels.NONE;
    }
    do {
      inner.string();
      String name = Limits.name("labels", inner.text());
      inner.expect(':');
      put(pairs, name, labelValue(inner, name), "labels");
      if (pairs.size() > Limits.LABELS) {
        throw new Malformed(
            Reason.TOO_LARGE, "\"labels\" has more than " + Limits.LABELS + "; accepted: less");
      }
    } while (inner.more('}'));
    return Labels.of(pairs);
  }

  private static String labelValue(JsonScanner json, String name) {
    if (json.peek() != '"') {
      int start = json.pos;
      json.skip(0);
      throw new Malformed(
          "label \""
              + Malformed.shorten(name)
              + "\" is "
              + json.shown(start, json.pos)
              + "; accepted: text");
    }
    json.string();
    return Limits.text(name, json.text(), Limits.LABEL_VALUE);
  }

  /** An object as a map: text as it is, everything else as its JSON text without white space. */
  static Map<String, String> texts(JsonScanner json, int from, int to, String what) {
    JsonScanner inner = new JsonScanner();
    inner.reset(json.in, from, to);
    Map<String, String> texts = new LinkedHashMap<>();
    inner.expect('{');
    if (inner.closes('}')) {
      return texts;
    }
    do {
      inner.string();
      String name = inner.text();
      inner.expect(':');
      put(texts, name, anyValue(inner), what);
    } while (inner.more('}'));
    return texts;
  }

  private static String anyValue(JsonScanner json) {
    boolean text = json.peek() == '"';
    int start = json.pos;
    json.skip(0);
    return text ? json.text() : compact(json.text(start, json.pos, false));
  }

  private static String compact(String json) {
    StringBuilder compact = new StringBuilder(json.length());
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted && c == '\\') {
        compact.append(c).append(json.charAt(++i));
        continue;
      }
      quoted ^= c == '"';
      if (quoted || c > ' ') {
        compact.append(c);
      }
    }
    return compact.toString();
  }

  private static void put(Map<String, String> map, String name, String value, String what) {
    if (map.put(name, value) != null) {
      throw new Malformed(
          "\"" + what + "\" has \"" + Malformed.shorten(name) + "\" twice; accepted: once");
    }
  }
}
