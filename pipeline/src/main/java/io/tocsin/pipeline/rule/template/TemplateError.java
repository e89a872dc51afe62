package io.tocsin.pipeline.rule.template;

/** What is wrong with a template, or with its values; never leaves this package. */
final class TemplateError extends Exception {

  private static final long serialVersionUID = 1L;

  private final int offset;

  TemplateError(int offset, String message) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /** An error without a place of its own. */
  TemplateError(String message) {
    this(0, message);
  }

  int offset() {
    return offset;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
