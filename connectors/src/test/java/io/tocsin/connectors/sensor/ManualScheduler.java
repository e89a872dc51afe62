package io.tocsin.connectors.sensor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** A scheduler and clock whose time passes when a test says so; everything runs in its thread. */
final class ManualScheduler implements Scheduler, InstantSource {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
  private long now;
  private long orders;

  private record Task(long due, long order, Runnable work, Disposable handle) {}

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  @Override
  public long now(TimeUnit unit) {
    return unit.convert(now, TimeUnit.MILLISECONDS);
  }

  /** Lets time pass, in the order of what is due. */
  void pass(long millis) {
    long until = now + millis;
    while (!tasks.isEmpty() && tasks.peek().due() <= until) {
      Task task = tasks.remove();
      now = Math.max(now, task.due());
      if (!task.handle().isDisposed()) {
        task.work().run();
      }
    }
    now = until;
  }

  @Override
  public Disposable schedule(Runnable work) {
    return schedule(work, 0, TimeUnit.MILLISECONDS);
  }

  @Override
  public Disposable schedule(Runnable work, long delay, TimeUnit unit) {
    Disposable handle = Disposables.single();
    tasks.add(new Task(now + unit.toMillis(delay), orders++, work, handle));
    return handle;
  }

  @Override
  public Worker createWorker() {
    Disposable.Composite all = Disposables.composite();
    return new Worker() {
      @Override
      public Disposable schedule(Runnable work) {
        return schedule(work, 0, TimeUnit.MILLISECONDS);
      }

      @Override
      public Disposable schedule(Runnable work, long delay, TimeUnit unit) {
        Disposable handle = ManualScheduler.this.schedule(work, delay, unit);
        all.add(handle);
        return handle;
      }

      @Override
      public void dispose() {
        all.dispose();
      }
    };
  }
}
