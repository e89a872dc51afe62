package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Outcome;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where outcomes wait until the lane's thread looks. The one place of this room that other threads
 * enter. Bounded by the attempts under way.
 */
final class Mailbox {
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();

  /** Takes the outcome of one attempt, from any thread. */
  Consumer<Outcome> slot(String endpoint, long ticket) {
    return outcome -> answers.add(new Answer(endpoint, ticket, outcome));
  }

  @Nullable Answer poll() {
    return answers.poll();
  }

  /**
   * How an attempt ended.
   *
   * @param ticket number of the attempt; an answer that came too late finds no such attempt
   */
  record Answer(String endpoint, long ticket, Outcome outcome) {}
}
