package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves an endpoint that keeps alerts as long as it hears of them: it is told the state of each,
 * news at once and the rest again and again. There is one message under way at a time, so that the
 * end of an alert never overtakes its beginning. No message grows old here: what counts is the
 * latest state, and active alerts stay until they end.
 */
final class BoardDesk implements Desk {
  private static final Outcome SUPERSEDED =
      new Outcome(Outcome.Result.DELIVERED, Reason.OK, Outcome.NO_HINT, "a later state followed");

  private final String endpoint;
  private final DeliverSettings.Retry retry;
  private final Board board;
  private final Outlet outlet;
  private final Mailbox mailbox;
  private final Clerk clerk;
  private final Health health;
  private @Nullable Sending sending;
  private long tickets;

  BoardDesk(
      String endpoint,
      DeliverSettings.Retry retry,
      Board board,
      Outlet outlet,
      Mailbox mailbox,
      Clerk clerk) {
    this.endpoint = endpoint;
    this.retry = retry;
    this.board = board;
    this.outlet = outlet;
    this.mailbox = mailbox;
    this.clerk = clerk;
    health = new Health(endpoint, retry);
  }

  @Override
  public void accept(Notification notification, long wall) {
    for (Alert alert : notification.alerts()) {
      BoardAlert replaced = board.add(notification, alert, wall);
      if (replaced != null && !replaced.notification.equals(notification.id())) {
        clerk.delivered(endpoint, Board.messageOf(replaced), SUPERSEDED, replaced.attempts);
      }
    }
  }

  @Override
  public void answer(long ticket, Outcome outcome, long wall) {
    Sending done = sending;
    if (done == null || done.ticket != ticket) {
      return;
    }
    sending = null;
    if (outcome.result() == Outcome.Result.DELIVERED) {
      health.succeeded(wall);
      done.alerts.forEach(alert -> sent(alert, outcome, wall));
      clerk.healthy(endpoint, wall);
    } else if (outcome.reason() == Reason.CLIENT_ERROR) {
      done.alerts.forEach(alert -> refused(alert, outcome));
      clerk.alarming(endpoint, outcome, wall);
    } else {
      health.failed(outcome, wall);
      if (outcome.result() == Outcome.Result.REFUSED || health.failsForLong(wall)) {
        clerk.alarming(endpoint, outcome, wall);
      }
    }
  }

  @Override
  public void pump(long wall) {
    Sending current = sending;
    if (current != null && current.deadline <= wall) {
      Outcome outcome = Outcome.retry(Reason.TIMEOUT, "no answer within " + retry.timeout());
      answer(current.ticket, outcome, wall);
    }
    board.old(wall).forEach(entry -> forget(entry, wall));
    if (sending == null && health.allowed(wall, 1) > 0) {
      List<BoardAlert> due = board.due(wall);
      if (!due.isEmpty()) {
        send(due, wall);
      }
    }
  }

  private void send(List<BoardAlert> due, long wall) {
    List<Alert> alerts = new ArrayList<>();
    int attempts = 1;
    for (BoardAlert entry : due) {
      entry.attempts++;
      attempts = Math.max(attempts, entry.attempts);
      board.put(entry);
      alerts.add(entry.alert);
    }
    BoardAlert first = due.get(0);
    Notification message =
        new Notification(
            first.notification,
            first.receiver,
            endpoint,
            Labels.NONE,
            List.copyOf(alerts),
            0,
            "",
            first.createdAt);
    long ticket = tickets++;
    sending = new Sending(ticket, wall + retry.timeout().toMillis(), alerts);
    outlet.send(endpoint, new Attempt(message, attempts, wall), mailbox.slot(endpoint, ticket));
  }

  private void sent(Alert alert, Outcome outcome, long wall) {
    BoardAlert entry = current(alert);
    if (entry != null) {
      int attempts = entry.attempts;
      if (board.sent(entry, wall)) {
        clerk.delivered(endpoint, Board.messageOf(entry), outcome, attempts);
      }
    }
  }

  /** An alert that the endpoint does not accept would not be accepted the next time either. */
  private void refused(Alert alert, Outcome outcome) {
    BoardAlert entry = current(alert);
    if (entry != null) {
      if (entry.isNews()) {
        clerk.givenUp(endpoint, Board.messageOf(entry), outcome, entry.attempts);
      }
      board.remove(entry);
    }
  }

  private void forget(BoardAlert entry, long wall) {
    if (entry.isNews()) {
      Outcome outcome = Outcome.refused(Reason.TOO_OLD, "ended, and could not be told in time");
      clerk.givenUp(endpoint, Board.messageOf(entry), outcome, entry.attempts);
      clerk.alarming(endpoint, outcome, wall);
    }
    board.remove(entry);
  }

  /** The entry, unless its alert changed while the message was under way. */
  private @Nullable BoardAlert current(Alert alert) {
    BoardAlert entry = board.get(alert.fingerprint());
    return entry != null && entry.alert.id().equals(alert.id()) ? entry : null;
  }

  private record Sending(long ticket, long deadline, List<Alert> alerts) {}
}
