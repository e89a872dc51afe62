package io.tocsin.pipeline.rule.template;

/** What is wrong with a template, or with its values; never leaves this package. */
final class TemplateError extends Exception {

  private static final long serialVersionUID = 1L;

  private final int offset;
  private final boolean ofData;

  TemplateError(int offset, String message) {
    this(offset, message, false);
  }

  private TemplateError(int offset, String message, boolean ofData) {
    super(message, null, false, false);
    this.offset = offset;
    this.ofData = ofData;
  }

  /** An error that other labels would not have caused. */
  static TemplateError ofData(String message) {
    return new TemplateError(0, message, true);
  }

  TemplateError at(int place) {
    return new TemplateError(place, message(), ofData);
  }

  boolean isOfData() {
    return ofData;
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
