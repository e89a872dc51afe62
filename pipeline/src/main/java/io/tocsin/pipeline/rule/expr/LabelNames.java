package io.tocsin.pipeline.rule.expr;

import java.util.regex.Pattern;

/** What a label may be called. */
final class LabelNames {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private LabelNames() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
