package io.tocsin.pipeline.rule.expr;

import org.jspecify.annotations.Nullable;

/** Ends the parsing of one text; never leaves this package. */
final class SyntaxError extends Exception {

  private static final long serialVersionUID = 1L;

  private final int offset;
  private final @Nullable String suggestion;

  SyntaxError(int offset, String message) {
    this(offset, message, null);
  }

  SyntaxError(int offset, String message, @Nullable String suggestion) {
    super(message, null, false, false);
    this.offset = offset;
    this.suggestion = suggestion;
  }

  ExprProblem problem(String text) {
    return ExprProblem.at(text, offset, String.valueOf(getMessage()), suggestion);
  }
}
