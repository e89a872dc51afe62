package io.tocsin.walls.broken.pipeline.detect;

import java.util.function.LongSupplier;

final class RefersToClock {
  private RefersToClock() {}

  static LongSupplier clock() {
    return System::currentTimeMillis;
  }
}
