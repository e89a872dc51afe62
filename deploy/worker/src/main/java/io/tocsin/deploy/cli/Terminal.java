package io.tocsin.deploy.cli;

/**
 * Whether a person looks on. The launcher finds out: Java's own answer changed its meaning between
 * releases.
 */
final class Terminal {
  private Terminal() {}

  static boolean attached() {
    return Boolean.getBoolean("tocsin.terminal");
  }
}
