package io.tocsin.connectors.kafka;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the simulation that runs only while it is granted calls, so that exactly one runs at
 * a time and the seed alone decides who. Most calls to the log do not change threads, which is what
 * a switch costs: the grant says after how many calls the others go on.
 */
final class SimActor {
  private final Thread world = Thread.currentThread();
  private volatile boolean running;
  private volatile boolean done;
  private volatile @Nullable Thread thread;
  private volatile @Nullable Throwable failure;
  private BooleanSupplier enough = () -> false;
  private boolean killed;
  private int calls;

  /**
   * Begins by waiting for its first grant.
   *
   * @param threads runs each task on a thread of its own
   */
  SimActor(Executor threads, Runnable work) {
    threads.execute(
        () -> {
          thread = Thread.currentThread();
          LockSupport.unpark(world);
          awaitGrant();
          try {
            if (!killed) {
              work.run();
            }
          } catch (Killed e) {
            // As the process would be: nothing more is done.
          } catch (Throwable e) {
            failure = e;
          } finally {
            done = true;
            running = false;
            LockSupport.unpark(world);
          }
        });
  }

  /** Called by the simulation: lets it run until so many calls are made or it has nothing to do. */
  void step(int grant) {
    step(grant, () -> false);
  }

  /** The same, or until something is true before a call. */
  void step(int grant, BooleanSupplier until) {
    if (done) {
      return;
    }
    while (thread == null) {
      LockSupport.park(this);
    }
    calls = grant;
    enough = until;
    running = true;
    LockSupport.unpark(thread);
    while (running) {
      LockSupport.park(this);
    }
    Throwable failed = failure;
    if (failed != null) {
      throw new AssertionError("the lane's thread ended by " + failed, failed);
    }
  }

  /** Called by the actor: a point at which the others may go on, or the process dies. */
  void pause() {
    if (killed) {
      throw new Killed();
    }
    if (--calls <= 0 || enough.getAsBoolean()) {
      rest();
    }
  }

  /** Called by the actor: it has nothing to do until the others did something. */
  void rest() {
    if (killed) {
      throw new Killed();
    }
    running = false;
    LockSupport.unpark(world);
    awaitGrant();
    if (killed) {
      throw new Killed();
    }
  }

  private void awaitGrant() {
    while (!running) {
      LockSupport.park(this);
    }
  }

  /** SIGKILL: whatever it is about to do does not happen. */
  void kill() {
    killed = true;
    while (!done) {
      step(1);
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
