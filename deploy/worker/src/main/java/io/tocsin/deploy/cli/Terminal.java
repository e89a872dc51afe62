package io.tocsin.deploy.cli;

/**
 * What the launcher knows of how it was called: whether a person looks on (Java's own answer
 * changed its meaning between releases), and by which name.
 */
final class Terminal {
  private Terminal() {}

  static boolean attached() {
    return Boolean.getBoolean("tocsin.terminal");
  }

  /** What people type to call this program. */
  static String command() {
    return System.getProperty("tocsin.command", "tocsin");
  }
}
