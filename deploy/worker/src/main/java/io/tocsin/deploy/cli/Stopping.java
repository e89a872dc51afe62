package io.tocsin.deploy.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in order when the process is told to (SIGTERM, Ctrl-C). The process then ends
 * with the command's own exit code: a worker that has drained exits with 0, not with the signal's
 * number. Safe for any thread.
 */
final class Stopping {
  /** After this the process ends whatever the command does. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int status = Exit.FAILED;

  /** From now on a signal opens the latch, and the process waits for {@link #end}. */
  CountDownLatch onSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::hold, "stopping"));
    return asked;
  }

  /** While it is open, a signal interrupts the thread that opened it, and the process waits too. */
  Interrupting interrupting() {
    Thread caller = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              asked.countDown();
              caller.interrupt();
              hold();
            },
            "stopping");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interrupting(hook);
  }

  /** Whether a signal came. */
  boolean asked() {
    return asked.getCount() == 0;
  }

  /** The time in which a signal interrupts. */
  record Interrupting(Thread hook) {
    void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // A signal came: the hook is at work and ends the process.
      }
    }
  }

  /** Ends the process. */
  void end(int with) {
    status = with;
    ended.countDown();
    // Waits for ever if a signal came first: then hold() ends the process.
    System.exit(with);
  }

  private void hold() {
    if (ended.getCount() == 0) {
      return;
    }
    asked.countDown();
    try {
      boolean orderly = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!orderly) {
        System.err.println("not ended within " + PATIENCE.toSeconds() + " s: given up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }
}
