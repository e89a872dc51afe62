package io.tocsin.pipeline.rule.expr;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in an expression.
 *
 * @param offset characters before the place, from 0
 * @param line from 1, within the expression
 * @param column from 1, within the line
 * @param message what is wrong and what is accepted
 * @param suggestion what was probably meant, or null
 */
public record ExprProblem(
    int offset, int line, int column, String message, @Nullable String suggestion) {

  static ExprProblem at(String text, int offset, String message, @Nullable String suggestion) {
    int line = 1;
    int start = 0;
    int end = Math.min(offset, text.length());
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new ExprProblem(end, line, end - start + 1, message, suggestion);
  }

  @Override
  public String toString() {
    String hint = suggestion == null ? "" : "; did you mean \"" + suggestion + "\"?";
    return line + ":" + column + ": " + message + hint;
  }
}
