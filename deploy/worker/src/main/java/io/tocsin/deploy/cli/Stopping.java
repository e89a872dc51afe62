package io.tocsin.deploy.cli;

import java.util.concurrent.CountDownLatch;

/** Lets a command end in order when the process is told to (SIGTERM, Ctrl-C). */
final class Stopping {
  private Stopping() {}

  /**
   * On a signal opens {@code stop}, and lets the process end only when {@code stopped} is open.
   *
   * @param stopped to be opened by the command however it ends
   */
  static void onSignal(CountDownLatch stop, CountDownLatch stopped) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    stopped.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stopping"));
  }
}
