package io.tocsin.deploy.cli;

/** Exit codes of the command. */
final class Exit {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private Exit() {}
}
