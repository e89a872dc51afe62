package io.tocsin.pipeline.rule.expr;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/** What {@code label_replace} does with one value: an anchored pattern and what it becomes. */
public final class LabelReplacement {

  private final Pattern pattern;
  private final String replacement;

  private LabelReplacement(Pattern pattern, String replacement) {
    this.pattern = pattern;
    this.replacement = replacement;
  }

  /**
   * The replacement of these parts.
   *
   * @throws com.google.re2j.PatternSyntaxException when the pattern is not one of RE2, which a
   *     checked expression's is
   */
  public static LabelReplacement of(String pattern, String replacement) {
    return new LabelReplacement(Pattern.compile(pattern), replacement);
  }

  /** What a value becomes; empty when the pattern does not match it. */
  public Optional<String> apply(String value) {
    Matcher matcher = pattern.matcher(value);
    return matcher.matches()
        ? Optional.of(GoExpansion.expand(matcher, replacement))
        : Optional.empty();
  }
}
