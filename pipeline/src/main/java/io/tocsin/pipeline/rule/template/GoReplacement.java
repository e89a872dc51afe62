package io.tocsin.pipeline.rule.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.tocsin.pipeline.rule.expr.GoExpansion;

/** Replaces matches with a text in Go's notation: a dollar sign and a group. */
final class GoReplacement {

  private GoReplacement() {}

  static String replaceAll(Pattern pattern, String text, String replacement) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = new StringBuilder();
    int last = 0;
    while (matcher.find()) {
      out.append(text, last, matcher.start());
      out.append(GoExpansion.expand(matcher, replacement));
      last = matcher.end();
    }
    return out.append(text.substring(last)).toString();
  }
}
