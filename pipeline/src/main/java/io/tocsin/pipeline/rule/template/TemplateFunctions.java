package io.tocsin.pipeline.rule.template;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.Suggest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The functions of templates, by their names in Go and in Prometheus. */
final class TemplateFunctions {

  /** A function of the values before it. */
  private interface Body {
    Object of(List<Object> arguments) throws TemplateError;
  }

  private record Known(int least, int most, Body body) {}

  private static final Map<String, Known> KNOWN = new HashMap<>();

  private static final String NO_QUERY =
      "needs a query, which a stream cannot answer; make it part of the rule's expression";

  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("query", NO_QUERY),
          Map.entry("first", NO_QUERY),
          Map.entry("label", NO_QUERY),
          Map.entry("value", NO_QUERY + "; the alert's own value is $value"),
          Map.entry("strvalue", NO_QUERY),
          Map.entry("sortByLabel", NO_QUERY),
          Map.entry("graphLink", "makes a link into a Prometheus server, and there is none"),
          Map.entry("tableLink", "makes a link into a Prometheus server, and there is none"),
          Map.entry("externalURL", "is the address of a Prometheus server, and there is none"),
          Map.entry("pathPrefix", "is the address of a Prometheus server, and there is none"),
          Map.entry("tmpl", "needs named templates, which are not supported"),
          Map.entry("args", "needs named templates, which are not supported"),
          Map.entry("toTime", "gives a time object; humanizeTimestamp writes one"),
          Map.entry("parseDuration", "is not supported"),
          Map.entry("html", "is not supported: annotations are plain text"),
          Map.entry("js", "is not supported: annotations are plain text"),
          Map.entry("slice", "is not supported; use reReplaceAll"),
          Map.entry("call", "is not supported"));

  static {
    number("humanize", Humanize::plain);
    number("humanize1024", Humanize::binary);
    number("humanizePercentage", Humanize::percentage);
    number("humanizeDuration", Humanize::duration);
    number("humanizeTimestamp", Humanize::timestamp);
    text("title", TemplateFunctions::title);
    text("toUpper", text -> text.toUpperCase(Locale.ROOT));
    text("toLower", text -> text.toLowerCase(Locale.ROOT));
    text("safeHtml", text -> text);
    text("stripPort", text -> text.replaceFirst(":\\d*$", ""));
    text("stripDomain", TemplateFunctions::stripDomain);
    text("urlquery", TemplateFunctions::urlQuery);
    text("urlQueryEscape", TemplateFunctions::urlQuery);
    add("printf", 1, Integer.MAX_VALUE, GoFormat::printf);
    add("print", 0, Integer.MAX_VALUE, GoFormat::printAll);
    add("println", 0, Integer.MAX_VALUE, TemplateFunctions::println);
    add("len", 1, 1, TemplateFunctions::length);
    add("index", 2, 2, TemplateFunctions::index);
    add("match", 2, 2, a -> pattern(textOf(a.get(0))).matcher(textOf(a.get(1))).find());
    add("reReplaceAll", 3, 3, TemplateFunctions::replaceAll);
    add("not", 1, 1, a -> !isTrue(a.get(0)));
    add("and", 1, Integer.MAX_VALUE, a -> a.get(a.size() - 1));
    add("or", 1, Integer.MAX_VALUE, a -> a.get(a.size() - 1));
    add("eq", 2, Integer.MAX_VALUE, Comparison::equalsAny);
    add("ne", 2, 2, a -> !Comparison.equalsAny(a));
    add("lt", 2, 2, a -> Comparison.less(a.get(0), a.get(1)));
    add("le", 2, 2, Comparison::lessOrEqual);
    add("gt", 2, 2, a -> !Comparison.lessOrEqual(a));
    add("ge", 2, 2, a -> !Comparison.less(a.get(0), a.get(1)));
  }

  private TemplateFunctions() {}

  static boolean isKnown(String name) {
    return KNOWN.containsKey(name);
  }

  static String unknown(String name) {
    String reason = REFUSED.get(name);
    return reason == null ? "unknown function \"" + name + "\"" : name + " " + reason;
  }

  /** The nearest known function when a message is about an unknown one. */
  static Optional<String> suggestion(String message) {
    String start = "unknown function \"";
    return message.startsWith(start)
        ? Suggest.nearest(
            message.substring(start.length(), message.length() - 1),
            KNOWN.keySet().stream().sorted().toList())
        : Optional.empty();
  }

  static Object call(String name, List<Object> arguments) throws TemplateError {
    Known function = KNOWN.get(name);
    if (function == null) {
      throw new TemplateError(unknown(name));
    }
    boolean lazy = name.equals("and") || name.equals("or");
    if (arguments.size() < (lazy ? 1 : function.least()) || arguments.size() > function.most()) {
      throw new TemplateError(
          "wrong number of arguments for " + name + ": got " + arguments.size());
    }
    return function.body().of(arguments);
  }

  static boolean isTrue(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value instanceof Labels labels) {
      return !labels.isEmpty();
    }
    return !(value instanceof String text) || !text.isEmpty();
  }

  /** Prometheus takes numbers and texts that are numbers. */
  static double numberOf(Object value) throws TemplateError {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      try {
        return switch (text) {
          case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
          case "-Inf" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(text);
        };
      } catch (NumberFormatException e) {
        throw TemplateError.ofData("not a number: \"" + text + "\"");
      }
    }
    throw new TemplateError("not a number: " + GoFormat.print(value));
  }

  static String textOf(Object value) throws TemplateError {
    if (value instanceof String text) {
      return text;
    }
    throw new TemplateError("not a text: " + GoFormat.print(value) + "; print makes it one");
  }

  private interface NumberBody {
    String of(double value);
  }

  private interface TextBody {
    String of(String text);
  }

  private static void number(String name, NumberBody body) {
    add(name, 1, 1, arguments -> body.of(numberOf(arguments.get(0))));
  }

  private static void text(String name, TextBody body) {
    add(name, 1, 1, arguments -> body.of(textOf(arguments.get(0))));
  }

  private static void add(String name, int least, int most, Body body) {
    KNOWN.put(name, new Known(least, most, body));
  }

  private static String println(List<Object> arguments) {
    return String.join(" ", arguments.stream().map(GoFormat::print).toList()) + "\n";
  }

  private static Object length(List<Object> arguments) throws TemplateError {
    if (arguments.get(0) instanceof Labels labels) {
      return (long) labels.size();
    }
    return (long) textOf(arguments.get(0)).getBytes(StandardCharsets.UTF_8).length;
  }

  private static Object index(List<Object> arguments) throws TemplateError {
    if (arguments.get(0) instanceof Labels labels) {
      return labels.getOrEmpty(textOf(arguments.get(1)));
    }
    throw new TemplateError("index works on $labels, as in index $labels \"name\"");
  }

  private static Object replaceAll(List<Object> arguments) throws TemplateError {
    Pattern pattern = pattern(textOf(arguments.get(0)));
    return GoReplacement.replaceAll(pattern, textOf(arguments.get(2)), textOf(arguments.get(1)));
  }

  private static Pattern pattern(String text) throws TemplateError {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new TemplateError("not an RE2 pattern: " + e.getDescription());
    }
  }

  private static String title(String text) {
    StringBuilder out = new StringBuilder();
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(start ? Character.toTitleCase(c) : c);
      start = !Character.isLetterOrDigit(c) && c != '_' && c != '\'';
    }
    return out.toString();
  }

  private static String stripDomain(String host) {
    int port = host.lastIndexOf(':');
    String name = port < 0 ? host : host.substring(0, port);
    boolean address = name.matches("[0-9.]+") || name.contains(":");
    int dot = name.indexOf('.');
    return address || dot < 0
        ? host
        : name.substring(0, dot) + (port < 0 ? "" : host.substring(port));
  }

  private static String urlQuery(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }
}
