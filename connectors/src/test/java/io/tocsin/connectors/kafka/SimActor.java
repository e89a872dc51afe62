package io.tocsin.connectors.kafka;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the simulation that runs only while it is granted a step, so that exactly one runs at
 * a time and the seed alone decides who. A step ends at the next call to the log.
 */
final class SimActor {
  private final Semaphore go = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private final Thread thread;
  private boolean killed;
  private volatile boolean done;
  private volatile @Nullable Throwable failure;

  SimActor(String name, Runnable work) {
    thread =
        new Thread(
            () -> {
              go.acquireUninterruptibly();
              try {
                work.run();
              } catch (Killed e) {
                // As the process would be: nothing more is done.
              } catch (Throwable e) {
                failure = e;
              } finally {
                done = true;
                back.release();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Called by the simulation: lets it run to its next call. */
  void step() {
    if (done) {
      return;
    }
    go.release();
    back.acquireUninterruptibly();
    Throwable failed = failure;
    if (failed != null) {
      throw new AssertionError("the lane's thread ended by " + failed, failed);
    }
  }

  /** Called by the actor: ends its step. */
  void pause() {
    if (killed) {
      throw new Killed();
    }
    back.release();
    go.acquireUninterruptibly();
    if (killed) {
      throw new Killed();
    }
  }

  /** SIGKILL: whatever it is about to do does not happen. */
  void kill() {
    killed = true;
    while (!done) {
      step();
    }
  }

  boolean killed() {
    return killed;
  }

  /** Not an exception that a lane could survive. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }
}
