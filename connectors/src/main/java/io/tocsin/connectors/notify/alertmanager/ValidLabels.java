package io.tocsin.connectors.notify.alertmanager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Label names that every Alertmanager accepts: {@code [a-zA-Z_][a-zA-Z0-9_]*}. Other characters
 * become underscores; names that fall together that way are numbered, and a name that was valid
 * from the beginning keeps itself.
 */
final class ValidLabels {
  private ValidLabels() {}

  static Map<String, String> of(Map<String, String> labels) {
    Map<String, String> valid = new TreeMap<>();
    Map<String, String> others = new LinkedHashMap<>();
    new TreeMap<>(labels)
        .forEach((name, value) -> (name.equals(fix(name)) ? valid : others).put(name, value));
    others.forEach(
        (name, value) -> {
          String fixed = fix(name);
          String free = fixed;
          for (int i = 2; valid.containsKey(free); i++) {
            free = fixed + "_" + i;
          }
          valid.put(free, value);
        });
    return valid;
  }

  private static String fix(String name) {
    StringBuilder fixed = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9';
      if (digit && i == 0) {
        fixed.append('_');
      }
      fixed.append(letter || digit ? c : '_');
    }
    return fixed.isEmpty() ? "_" : fixed.toString();
  }
}
