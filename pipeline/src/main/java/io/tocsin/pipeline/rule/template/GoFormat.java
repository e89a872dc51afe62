package io.tocsin.pipeline.rule.template;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.GoFloat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values as Go's {@code fmt} writes them, mistakes included: a verb that does not suit its value is
 * told in the text.
 *
 * @see <a href="https://pkg.go.dev/fmt">fmt</a>
 */
final class GoFormat {

  private static final int WIDEST = 1000;
  private static final Pattern VERB =
      Pattern.compile("%([-+# 0]*)([0-9]{0,6})(?:(\\.)([0-9]{0,6}))?(.)", Pattern.DOTALL);

  private GoFormat() {}

  /** As {@code %v}. */
  static String print(Object value) {
    if (value instanceof Double number) {
      return GoFloat.general(number);
    }
    if (value instanceof Labels labels) {
      StringBuilder text = new StringBuilder("map[");
      labels.forEach(
          (name, label) ->
              text.append(text.length() > 4 ? " " : "").append(name).append(':').append(label));
      return text.append(']').toString();
    }
    if (value instanceof TemplateData data) {
      return "{" + print(data.labels()) + " map[] " + " " + print(data.value()) + "}";
    }
    return value.toString();
  }

  /** Go's name of a value's type. */
  static String kind(Object value) {
    if (value instanceof Double) {
      return "float64";
    }
    if (value instanceof Long) {
      return "int";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    return value instanceof Labels ? "map[string]string" : "string";
  }

  /** As {@code fmt.Sprint}: a space between two values of which neither is a text. */
  static String printAll(List<Object> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      boolean space = i > 0 && !(value instanceof String) && !(values.get(i - 1) instanceof String);
      text.append(space ? " " : "").append(print(value));
    }
    return text.toString();
  }

  /** As {@code fmt.Sprintf}; the first value is the format. */
  static String printf(List<Object> values) throws TemplateError {
    String format = TemplateFunctions.textOf(values.get(0));
    Matcher matcher = VERB.matcher(format);
    StringBuilder out = new StringBuilder();
    int last = 0;
    int next = 1;
    while (matcher.find()) {
      out.append(format, last, matcher.start());
      last = matcher.end();
      String verb = matcher.group(5);
      if (verb.equals("%")) {
        out.append('%');
      } else if (next < values.size()) {
        out.append(one(matcher, verb.charAt(0), values.get(next++)));
      } else {
        out.append("%!").append(verb).append("(MISSING)");
      }
    }
    String rest = format.substring(last);
    out.append(rest.startsWith("%") ? "%!(NOVERB)" : rest);
    if (next < values.size()) {
      out.append(extra(values.subList(next, values.size())));
    }
    return out.toString();
  }

  private static String extra(List<Object> values) {
    List<String> shown = values.stream().map(v -> kind(v) + "=" + print(v)).toList();
    return "%!(EXTRA " + String.join(", ", shown) + ")";
  }

  private static String one(Matcher matcher, char verb, Object value) {
    String flags = matcher.group(1);
    int width = number(matcher.group(2), 0);
    int precision = matcher.group(3) == null ? -1 : number(matcher.group(4), 0);
    String body = body(verb, precision, value);
    if (flags.contains("+") && value instanceof Number && !body.startsWith("%")) {
      body = body.startsWith("-") || body.startsWith("+") ? body : "+" + body;
    } else if (flags.contains(" ") && value instanceof Number && !body.startsWith("-")) {
      body = " " + body;
    }
    return pad(body, flags, width, value);
  }

  private static String pad(String body, String flags, int width, Object value) {
    int missing = width - body.codePointCount(0, body.length());
    if (missing <= 0) {
      return body;
    }
    if (flags.contains("-")) {
      return body + " ".repeat(missing);
    }
    boolean finite = !body.endsWith("Inf") && !body.endsWith("NaN");
    if (flags.contains("0") && value instanceof Number && finite) {
      boolean signed = body.startsWith("-") || body.startsWith("+");
      return (signed ? body.substring(0, 1) : "")
          + "0".repeat(missing)
          + (signed ? body.substring(1) : body);
    }
    return " ".repeat(missing) + body;
  }

  private static int number(String digits, int absent) {
    return digits.isEmpty() ? absent : Math.min(WIDEST, Integer.parseInt(digits));
  }

  private static String body(char verb, int precision, Object value) {
    if (value instanceof Double number) {
      return fraction(verb, precision, number);
    }
    if (value instanceof Long number) {
      return whole(verb, number);
    }
    if (value instanceof Boolean truth && (verb == 't' || verb == 'v')) {
      return truth.toString();
    }
    if (value instanceof String text) {
      return text(verb, precision, text);
    }
    return verb == 'v' || verb == 's' ? print(value) : wrong(verb, value);
  }

  private static String text(char verb, int precision, String text) {
    return switch (verb) {
      case 's', 'v' ->
          precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
      case 'q' ->
          "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
      default -> wrong(verb, text);
    };
  }

  private static String whole(char verb, long value) {
    return switch (verb) {
      case 'd', 'v' -> Long.toString(value);
      case 'x' -> Long.toString(value, 16);
      case 'X' -> Long.toString(value, 16).toUpperCase(Locale.ROOT);
      case 'o' -> Long.toString(value, 8);
      case 'b' -> Long.toString(value, 2);
      default -> wrong(verb, value);
    };
  }

  private static String fraction(char verb, int precision, double value) {
    boolean known = "vgGfFeE".indexOf(verb) >= 0;
    if (!known) {
      return wrong(verb, value);
    }
    if (!Double.isFinite(value)) {
      return GoFloat.general(value);
    }
    String text =
        switch (verb) {
          case 'f', 'F' -> fixed(value, precision < 0 ? 6 : precision);
          case 'e', 'E' -> GoFloat.scientific(value, precision < 0 ? 6 : precision);
          default -> precision < 0 ? GoFloat.general(value) : GoFloat.general(value, precision);
        };
    return Character.isUpperCase(verb) ? text.toUpperCase(Locale.ROOT) : text;
  }

  private static String fixed(double value, int precision) {
    String text = new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    boolean negative = value < 0 || (value == 0 && 1 / value < 0);
    return negative && !text.startsWith("-") ? "-" + text : text;
  }

  private static String wrong(char verb, Object value) {
    return "%!" + verb + "(" + kind(value) + "=" + print(value) + ")";
  }
}
