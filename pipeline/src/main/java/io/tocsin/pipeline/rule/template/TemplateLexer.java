package io.tocsin.pipeline.rule.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits what stands between braces into words. */
final class TemplateLexer {

  /**
   * One word.
   *
   * @param joined whether it follows the word before it without a blank, as a field does
   */
  record Word(String text, int offset, boolean joined) {}

  private static final Pattern WORD =
      Pattern.compile(
          "\"(?:[^\"\\\\\\n]|\\\\[^\\n])*+\"|`[^`]*+`|\\$?[A-Za-z_][A-Za-z0-9_]*+|\\$"
              + "|[+-]?[0-9][0-9.eExX_]*+(?:(?<=[eE])[+-][0-9]++)?|\\.[A-Za-z_][A-Za-z0-9_]*+|:=|[.|()=,]");

  private TemplateLexer() {}

  static List<Word> words(String text, int start, int end) throws TemplateError {
    List<Word> words = new ArrayList<>();
    int at = start;
    boolean joined = false;
    while (at < end) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        joined = false;
        continue;
      }
      Matcher matcher = WORD.matcher(text).region(at, end);
      if (!matcher.lookingAt()) {
        throw new TemplateError(at, "unexpected \"" + text.charAt(at) + "\" in a placeholder");
      }
      words.add(new Word(matcher.group(), at, joined));
      at = matcher.end();
      joined = true;
    }
    return words;
  }

  /** Where the placeholder that begins before {@code from} ends, minding quotes; -1: nowhere. */
  static int closing(String text, int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && text.startsWith("}}", i)) {
        return i;
      }
      if (quote == 0 && (c == '"' || c == '`')) {
        quote = c;
      } else if (quote == '"' && c == '\\') {
        i++;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return -1;
  }
}
