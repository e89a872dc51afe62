package io.tocsin.walls.broken.pipeline.detect;

import java.time.Instant;

final class ReadsNow {
  private ReadsNow() {}

  static Instant read() {
    return Instant.now();
  }
}
