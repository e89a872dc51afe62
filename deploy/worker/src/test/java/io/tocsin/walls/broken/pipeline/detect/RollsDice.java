package io.tocsin.walls.broken.pipeline.detect;

import java.util.Random;

final class RollsDice {
  private RollsDice() {}

  static Random random() {
    return new Random();
  }
}
