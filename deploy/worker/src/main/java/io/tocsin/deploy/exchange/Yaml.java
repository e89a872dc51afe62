package io.tocsin.deploy.exchange;

import io.tocsin.pipeline.rule.ConfigNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Plain YAML out of maps, lists and texts, and configuration as such a tree. */
final class Yaml {
  private static final Pattern PLAIN = Pattern.compile("true|false|0|[1-9][0-9]{0,17}");
  private static final Pattern KEY = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.-]*");

  private Yaml() {}

  /** A value as maps, lists and texts, in the file's order. */
  static Object tree(ConfigNode node) {
    if (node.isMap()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.map().entries().forEach((key, value) -> map.put(key, tree(value)));
      return map;
    }
    if (node.isList()) {
      List<Object> list = new ArrayList<>();
      node.items().forEach(item -> list.add(tree(item)));
      return list;
    }
    return node.string().orElse("");
  }

  /** A tree as the text of a file. */
  static String text(Map<String, ?> root) {
    StringBuilder out = new StringBuilder();
    map(root, "", out);
    return out.toString();
  }

  private static void map(Map<?, ?> map, String indent, StringBuilder out) {
    map.forEach(
        (key, value) -> {
          out.append(indent).append(key(String.valueOf(key))).append(':');
          below(value, indent, out);
        });
  }

  private static void below(Object value, String indent, StringBuilder out) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('\n');
      map(map, indent + "  ", out);
    } else if (value instanceof List<?> list && !list.isEmpty() && !isFlat(list)) {
      out.append('\n');
      list.forEach(item -> item(item, indent, out));
    } else {
      out.append(' ').append(inline(value)).append('\n');
    }
  }

  private static void item(Object item, String indent, StringBuilder out) {
    if (item instanceof Map<?, ?> map && !map.isEmpty()) {
      StringBuilder own = new StringBuilder();
      map(map, indent + "  ", own);
      out.append(indent).append("- ").append(own.substring(indent.length() + 2));
    } else {
      out.append(indent).append("- ").append(inline(item)).append('\n');
    }
  }

  private static boolean isFlat(List<?> list) {
    return list.stream().noneMatch(item -> item instanceof Map || item instanceof List);
  }

  private static String inline(Object value) {
    if (value instanceof Map) {
      return "{}";
    } else if (value instanceof List<?> list) {
      List<String> items = list.stream().map(Yaml::inline).toList();
      return "[" + String.join(", ", items) + "]";
    }
    String text = String.valueOf(value);
    return PLAIN.matcher(text).matches() ? text : quoted(text);
  }

  private static String key(String key) {
    return KEY.matcher(key).matches() ? key : quoted(key);
  }

  /** In double quotes, with the escapes that YAML shares with JSON. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0x2028 || c == 0x2029) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
