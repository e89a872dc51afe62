package io.tocsin.walls.broken.connectors.sensor;

final class Sleeps {
  private Sleeps() {}

  static void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
