package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Outcome.Reason;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Serves an endpoint that is told each notification until it takes it. */
final class OutboxDesk implements Desk {
  private final String endpoint;
  private final DeliverSettings.Retry retry;
  private final Outbox outbox;
  private final EndpointQueue queue;
  private final Health health;
  private final Backoff backoff;
  private final Outlet outlet;
  private final Mailbox mailbox;
  private final Clerk clerk;
  private final Map<Long, UnderWay> underWay = new TreeMap<>();
  private long tickets;

  OutboxDesk(
      String endpoint,
      DeliverSettings.Retry retry,
      Outbox outbox,
      Outlet outlet,
      Mailbox mailbox,
      Clerk clerk) {
    this.endpoint = endpoint;
    this.retry = retry;
    this.outbox = outbox;
    this.outlet = outlet;
    this.mailbox = mailbox;
    this.clerk = clerk;
    queue = outbox.queue(endpoint);
    backoff = new Backoff(retry);
    health = new Health(endpoint, retry);
  }

  @Override
  public void accept(Notification notification, long wall) {
    outbox.add(endpoint, notification, wall);
  }

  @Override
  public void answer(long ticket, Outcome outcome, long wall) {
    UnderWay attempt = underWay.remove(ticket);
    if (attempt != null) {
      settle(attempt.waiting, outcome, wall);
    }
  }

  @Override
  public void pump(long wall) {
    overdue(wall);
    Waiting old = queue.takeExpired(wall);
    while (old != null) {
      giveUp(old, Outcome.refused(Reason.TOO_OLD, "not delivered in time"), wall);
      old = queue.takeExpired(wall);
    }
    Waiting next = turn(wall);
    while (next != null) {
      send(next, wall);
      next = turn(wall);
    }
  }

  private @Nullable Waiting turn(long wall) {
    return underWay.size() < health.allowed(wall, retry.concurrency()) ? queue.take(wall) : null;
  }

  private void send(Waiting waiting, long wall) {
    OutboxEntry entry = outbox.get(waiting);
    entry.attempts++;
    outbox.changed(waiting, entry);
    long ticket = tickets++;
    underWay.put(ticket, new UnderWay(waiting, wall + retry.timeout().toMillis()));
    outlet.send(
        endpoint,
        new Attempt(entry.notification, entry.attempts, wall),
        mailbox.slot(endpoint, ticket));
  }

  /** What hangs has failed; should an answer come yet, nobody waits for it. */
  private void overdue(long wall) {
    Iterator<UnderWay> attempts = underWay.values().iterator();
    while (attempts.hasNext()) {
      UnderWay attempt = attempts.next();
      if (attempt.deadline <= wall) {
        attempts.remove();
        settle(
            attempt.waiting,
            Outcome.retry(Reason.TIMEOUT, "no answer within " + retry.timeout()),
            wall);
      }
    }
  }

  private void settle(Waiting waiting, Outcome outcome, long wall) {
    switch (outcome.result()) {
      case DELIVERED -> {
        OutboxEntry entry = outbox.get(waiting);
        outbox.remove(waiting, entry);
        health.succeeded(wall);
        clerk.delivered(endpoint, entry.notification, outcome, entry.attempts);
        clerk.healthy(endpoint, wall);
      }
      case REFUSED -> giveUp(waiting, outcome, wall);
      case RETRY -> {
        health.failed(outcome, wall);
        again(waiting, outcome, wall);
        if (health.failsForLong(wall)) {
          clerk.alarming(endpoint, outcome, wall);
        }
      }
    }
  }

  private void again(Waiting waiting, Outcome outcome, long wall) {
    OutboxEntry entry = outbox.get(waiting);
    long own = wall + backoff.millis(entry.notification.id(), entry.attempts);
    entry.nextAt = Math.max(own, wall + outcome.retryAfter());
    outbox.changed(waiting, entry);
    queue.putBack(waiting, entry.nextAt);
  }

  private void giveUp(Waiting waiting, Outcome outcome, long wall) {
    OutboxEntry entry = outbox.get(waiting);
    outbox.remove(waiting, entry);
    clerk.givenUp(endpoint, entry.notification, outcome, entry.attempts);
    clerk.alarming(endpoint, outcome, wall);
  }

  /** An attempt and when it is over whatever happens. */
  private record UnderWay(Waiting waiting, long deadline) {}
}
