package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Remembers attempts and answers when the test says so. */
final class FakeOutlet implements Outlet {
  final List<Sent> all = new ArrayList<>();

  @Override
  public void send(String endpoint, Attempt attempt, Consumer<Outcome> done) {
    all.add(new Sent(endpoint, attempt, done));
  }

  /** Attempts at an endpoint since the last call. */
  List<Sent> take(String endpoint) {
    List<Sent> taken = all.stream().filter(sent -> sent.endpoint.equals(endpoint)).toList();
    all.removeAll(taken);
    return taken;
  }

  /** The one attempt at an endpoint since the last call. */
  Sent one(String endpoint) {
    List<Sent> taken = take(endpoint);
    if (taken.size() != 1) {
      throw new AssertionError("expected one attempt at " + endpoint + ", saw " + taken);
    }
    return taken.get(0);
  }

  record Sent(String endpoint, Attempt attempt, Consumer<Outcome> done) {
    String id() {
      return attempt.notification().id();
    }

    List<Alert> alerts() {
      return attempt.notification().alerts();
    }

    void ok() {
      done.accept(Outcome.delivered());
    }

    void fail(Outcome.Reason reason) {
      done.accept(Outcome.retry(reason, "test"));
    }

    void retryAfter(long seconds) {
      done.accept(Outcome.retryAfter(Outcome.Reason.RATE_LIMITED, seconds * 1000, "test"));
    }

    void refuse(Outcome.Reason reason) {
      done.accept(Outcome.refused(reason, "test"));
    }

    @Override
    public String toString() {
      return id() + "#" + attempt.number() + " at " + attempt.at();
    }
  }
}
