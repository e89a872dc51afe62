package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Outcome;
import java.util.function.Consumer;

/** The way out to endpoints. */
@FunctionalInterface
public interface Outlet {
  /**
   * Starts an attempt and returns at once.
   *
   * @param endpoint name of the {@link Endpoint}
   * @param done told once how it ended, on any thread, also within this call; may never be called
   *     if the attempt hangs
   */
  void send(String endpoint, Attempt attempt, Consumer<Outcome> done);
}
