package io.tocsin.walls.broken.pipeline.window;

import java.time.Clock;
import java.time.Instant;

record IsGivenItsClock(Clock clock) {
  Instant now() {
    return Instant.now(clock);
  }
}
