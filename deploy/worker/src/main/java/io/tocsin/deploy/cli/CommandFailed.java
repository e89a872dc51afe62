package io.tocsin.deploy.cli;

/** A command cannot do its work; the message is all that the user needs. */
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailed(String message) {
    super(message);
  }
}
