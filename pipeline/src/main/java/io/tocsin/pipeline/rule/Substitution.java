package io.tocsin.pipeline.rule;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to the environment in a scalar, with or without a default as a shell has them; a
 * doubled dollar sign before the brace makes a literal one. The default is taken when the variable
 * is unset or empty.
 */
final class Substitution {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\}|\\$\\{");

  private Substitution() {}

  /** The text with every reference replaced; what could not be goes to {@code errors}. */
  static String apply(String text, Environment environment, List<String> errors) {
    if (!text.contains("${")) {
      return text;
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(
          result, Matcher.quoteReplacement(value(matcher, environment, errors)));
    }
    return matcher.appendTail(result).toString();
  }

  private static String value(Matcher matcher, Environment environment, List<String> errors) {
    String name = matcher.group(1);
    if (name == null) {
      if (matcher.group().startsWith("$$")) {
        return "${";
      }
      errors.add(
          "a \"${\" that is not ${NAME} or ${NAME:-default}; a literal one is written \"$${\"");
      return "";
    }
    String set = environment.get(name);
    String fallback = matcher.group(2);
    if (fallback != null) {
      return set == null || set.isEmpty() ? fallback : set;
    }
    if (set == null) {
      errors.add(
          "the environment variable "
              + name
              + " is not set; set it or give a default: ${"
              + name
              + ":-...}");
      return "";
    }
    return set;
  }
}
