package io.tocsin.pipeline.suppress;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.LabelMatcher;
import java.util.Locale;

/**
 * One condition on labels, in Alertmanager's words and with its meaning: a missing label is empty,
 * and a regular expression (RE2) must match the whole value. Immutable.
 */
public final class Matcher {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([a-zA-Z_:][a-zA-Z0-9_:]*|\"(?:[^\"\\\\]|\\\\.)*\")\\s*(=~|!~|!=|=)\\s*(.*?)\\s*",
          Pattern.DOTALL);

  private final LabelMatcher matcher;

  private Matcher(LabelMatcher matcher) {
    this.matcher = matcher;
  }

  /**
   * A matcher of its parts.
   *
   * @throws IllegalArgumentException if the value is no regular expression where it must be
   */
  public static Matcher of(String name, LabelMatcher.Op op, String value) {
    try {
      return new Matcher(LabelMatcher.of(name, op, value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "matcher on \"%s\": \"%s\" is no regular expression (RE2): %s",
              name,
              value,
              e.getCause() instanceof PatternSyntaxException wrong ? wrong.getDescription() : ""),
          e);
    }
  }

  /**
   * Reads {@code name="value"}, with {@code =}, {@code !=}, {@code =~} or {@code !~}; the quotes
   * may be left out around a value without quotes, commas, braces and spaces.
   *
   * @throws IllegalArgumentException if the text is no matcher
   */
  public static Matcher parse(String text) {
    com.google.re2j.Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw bad(text);
    }
    return of(unquoted(form.group(1), text), op(form.group(2)), unquoted(form.group(3), text));
  }

  private static LabelMatcher.Op op(String symbol) {
    for (LabelMatcher.Op op : LabelMatcher.Op.values()) {
      if (op.symbol().equals(symbol)) {
        return op;
      }
    }
    throw new IllegalArgumentException("no such sign: " + symbol);
  }

  /** Whether labels meet it. */
  public boolean matches(Labels labels) {
    return matcher.matches(labels.getOrEmpty(matcher.name()));
  }

  /** The label's name. */
  public String name() {
    return matcher.name();
  }

  private static String unquoted(String text, String whole) {
    if (!text.startsWith("\"")) {
      if (text.chars().anyMatch(c -> "\"{}, \t\n".indexOf(c) >= 0)) {
        throw bad(whole);
      }
      return text;
    }
    StringBuilder value = new StringBuilder();
    int last = text.length() - 1;
    for (int i = 1; i < last; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        throw bad(whole);
      }
      value.append(c == '\\' ? escaped(text.charAt(++i), whole) : c);
      if (i >= last) {
        throw bad(whole);
      }
    }
    if (last == 0 || text.charAt(last) != '"') {
      throw bad(whole);
    }
    return value.toString();
  }

  private static char escaped(char c, String whole) {
    return switch (c) {
      case 'n' -> '\n';
      case '"', '\\' -> c;
      default -> throw bad(whole);
    };
  }

  private static IllegalArgumentException bad(String text) {
    return new IllegalArgumentException(
        "not a matcher: " + text + " (accepted: name=\"value\", with =, !=, =~ or !~)");
  }

  /** As written in a configuration: {@code name="value"}. */
  @Override
  public String toString() {
    String quoted =
        matcher.value().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return matcher.name() + matcher.op().symbol() + '"' + quoted + '"';
  }
}
