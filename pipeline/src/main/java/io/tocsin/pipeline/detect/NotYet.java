package io.tocsin.pipeline.detect;

/** A rule asks for something this engine does not do: refused, never evaluated wrongly. */
final class NotYet extends Exception {
  private static final long serialVersionUID = 1;

  NotYet(String construct) {
    super("not yet: " + construct);
  }
}
