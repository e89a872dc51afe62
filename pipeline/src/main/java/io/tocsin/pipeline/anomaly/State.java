package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/** The checks of stored state. */
final class State {
  private State() {}

  static byte checkVersion(String what, ByteBuffer in, byte newest) {
    checkSize(what, in, 1);
    byte version = in.get();
    if (version < 1 || version > newest) {
      throw new IllegalArgumentException(
          what
              + " state: version "
              + version
              + " is not known here, versions 1.."
              + newest
              + " are; a newer release wrote it");
    }
    return version;
  }

  static void checkSize(String what, ByteBuffer in, int needed) {
    if (in.remaining() < needed) {
      throw new IllegalArgumentException(
          what + " state: " + in.remaining() + " bytes where at least " + needed + " belong");
    }
  }
}
