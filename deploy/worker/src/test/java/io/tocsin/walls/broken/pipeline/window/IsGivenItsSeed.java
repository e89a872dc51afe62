package io.tocsin.walls.broken.pipeline.window;

import java.util.Random;

record IsGivenItsSeed(long seed) {
  Random random() {
    return new Random(seed);
  }
}
