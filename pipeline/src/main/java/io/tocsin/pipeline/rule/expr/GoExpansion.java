package io.tocsin.pipeline.rule.expr;

import com.google.re2j.Matcher;
import org.jspecify.annotations.Nullable;

/** Go's notation for what a match gives: a dollar sign and a group's number or name. */
public final class GoExpansion {

  private GoExpansion() {}

  /**
   * The text of {@code template} with its groups filled in from the current match. Braces around a
   * group are optional, names are as long as possible, an unknown group is empty, two dollar signs
   * are one.
   *
   * @see <a href="https://pkg.go.dev/regexp#Regexp.Expand">Expand</a>
   */
  public static String expand(Matcher matcher, String template) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      if (c != '$' || at + 1 == template.length()) {
        out.append(c);
        at++;
      } else if (template.charAt(at + 1) == '$') {
        out.append('$');
        at += 2;
      } else {
        int next = group(matcher, template, at, out);
        if (next == at) {
          out.append('$');
          next++;
        }
        at = next;
      }
    }
    return out.toString();
  }

  /** Writes the group named at {@code at} and gives the place after it; {@code at} if none is. */
  private static int group(Matcher matcher, String template, int at, StringBuilder out) {
    boolean braces = template.charAt(at + 1) == '{';
    int start = at + (braces ? 2 : 1);
    int end = start;
    while (end < template.length() && isWord(template.charAt(end))) {
      end++;
    }
    boolean closed = !braces || (end < template.length() && template.charAt(end) == '}');
    if (end == start || !closed) {
      return at;
    }
    out.append(value(matcher, template.substring(start, end)));
    return braces ? end + 1 : end;
  }

  private static String value(Matcher matcher, String group) {
    if (group.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int number = group.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(group);
      return number > matcher.groupCount() ? "" : orEmpty(matcher.group(number));
    }
    return matcher.pattern().namedGroups().containsKey(group) ? orEmpty(matcher.group(group)) : "";
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }
}
