package io.tocsin.walls.broken.pipeline.detect;

final class ReadsNanoTime {
  private ReadsNanoTime() {}

  static long read() {
    return System.nanoTime();
  }
}
