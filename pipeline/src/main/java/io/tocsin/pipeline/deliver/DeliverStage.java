package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Receipt;
import io.tocsin.pipeline.event.Undelivered;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells receivers, and keeps what they have not taken. Attempts start at once and end in a mailbox
 * that is looked into at every batch and tick; nothing here waits. After a restart whatever has no
 * outcome is sent again under the same id. Used by the lane's thread only.
 */
public final class DeliverStage {
  private final DeliverSettings settings;
  private final LongConsumer credit;
  private final Outbox outbox;
  private final Mailbox mailbox = new Mailbox();
  private final Map<String, Desk> desks = new LinkedHashMap<>();
  private final Table<String, Long> alarms;
  private final Table<String, BoardAlert> board;
  private final List<Delivery> out = new ArrayList<>();
  private final Office office = new Office();
  private long now;
  private boolean isFirst = true;

  /**
   * @param outlet the way to the endpoints
   * @param credit told how many more notifications may come
   */
  public DeliverStage(
      DeliverSettings settings, ShardState state, Outlet outlet, LongConsumer credit) {
    this.settings = settings;
    this.credit = credit;
    outbox = new Outbox(state, settings.retry().giveUpAfter().toMillis());
    board =
        state.table(
            new TableSpec<>("deliver.board", BoardCodec.VERSION, Codecs.STRING, new BoardCodec()));
    alarms = state.table(new TableSpec<>("deliver.alarms", 1, Codecs.STRING, Codecs.LONG));
    for (List<Endpoint> endpoints : settings.receivers().values()) {
      for (Endpoint endpoint : endpoints) {
        desks.put(endpoint.name(), desk(endpoint, outlet));
      }
    }
  }

  /**
   * One batch, in order; an empty one moves time and settles what has ended meanwhile.
   *
   * @param wall wall clock, epoch milliseconds
   */
  public List<Delivery> apply(List<Notification> notifications, long wall) {
    now = wall;
    out.clear();
    if (isFirst) {
      isFirst = false;
      clearRemovedEndpoints();
    }
    settle(wall);
    notifications.forEach(notification -> accept(notification, wall));
    desks.values().forEach(desk -> desk.pump(wall));
    settle(wall);
    credit.accept(outbox.room(settings.budget(), settings.fanOut()));
    return List.copyOf(out);
  }

  /** Notifications that wait, one for each endpoint. */
  public int waiting() {
    return outbox.messages();
  }

  /** Stored size of what waits. */
  public long waitingBytes() {
    return outbox.bytes();
  }

  private Desk desk(Endpoint endpoint, Outlet outlet) {
    String name = endpoint.name();
    if (!endpoint.keepsAlerts()) {
      return new OutboxDesk(name, settings.retry(), outbox, outlet, mailbox, office);
    }
    Board own = new Board(name, settings.repeat(), board);
    return new BoardDesk(name, settings.retry(), own, outlet, mailbox, office);
  }

  /** Outcomes that are there already; attempts they make room for start. */
  private void settle(long wall) {
    Mailbox.Answer answer = mailbox.poll();
    while (answer != null) {
      Desk desk = desks.get(answer.endpoint());
      if (desk != null) {
        desk.answer(answer.ticket(), answer.outcome(), wall);
        desk.pump(wall);
      }
      answer = mailbox.poll();
    }
  }

  private void accept(Notification notification, long wall) {
    List<Endpoint> endpoints = settings.receivers().get(notification.receiver());
    if (endpoints == null || endpoints.isEmpty()) {
      Outcome outcome =
          Outcome.refused(
              Outcome.Reason.NO_RECEIVER,
              "no receiver \"" + notification.receiver() + "\" is configured");
      office.givenUp(notification.receiver(), notification, outcome, 0);
      return;
    }
    for (Endpoint endpoint : endpoints) {
      Desk desk = desks.get(endpoint.name());
      if (desk != null) {
        desk.accept(notification, wall);
      }
    }
  }

  /** Gives up what waits for endpoints that the configuration no longer has. */
  private void clearRemovedEndpoints() {
    for (String endpoint : outbox.endpoints()) {
      EndpointQueue queue = outbox.queue(endpoint);
      for (Waiting w = next(endpoint, queue); w != null; w = next(endpoint, queue)) {
        OutboxEntry entry = outbox.get(w);
        outbox.remove(w, entry);
        office.givenUp(endpoint, entry.notification, removed(endpoint), entry.attempts);
      }
    }
    Map<String, BoardAlert> orphans = new TreeMap<>();
    board.forEach(
        (key, entry) -> {
          if (!desks.containsKey(entry.endpoint)) {
            orphans.put(key, entry);
          }
        });
    orphans.forEach(
        (key, entry) -> {
          board.remove(key);
          if (entry.isNews()) {
            Notification message = Board.messageOf(entry);
            office.givenUp(entry.endpoint, message, removed(entry.endpoint), entry.attempts);
          }
        });
  }

  private @Nullable Waiting next(String endpoint, EndpointQueue queue) {
    return desks.containsKey(endpoint) ? null : queue.takeExpired(Long.MAX_VALUE);
  }

  private static Outcome removed(String endpoint) {
    return Outcome.refused(
        Outcome.Reason.NO_RECEIVER, "endpoint \"" + endpoint + "\" is configured no more");
  }

  /** Writes down what the desks report. */
  private final class Office implements Clerk {
    @Override
    public void delivered(
        String endpoint, Notification notification, Outcome outcome, int attempts) {
      out.add(new Delivery.Noted(receipt(endpoint, notification, outcome, attempts)));
    }

    @Override
    public void givenUp(String endpoint, Notification notification, Outcome outcome, int attempts) {
      Receipt receipt = receipt(endpoint, notification, outcome, attempts);
      out.add(new Delivery.Noted(receipt));
      out.add(new Delivery.GivenUp(new Undelivered(notification, receipt)));
    }

    @Override
    public void healthy(String endpoint, long wall) {
      Long since = alarms.get(endpoint);
      if (since != null) {
        alarms.remove(endpoint);
        tell(Alarm.ends(settings.fallback(), endpoint, since, wall), wall);
      }
    }

    @Override
    public void alarming(String endpoint, Outcome outcome, long wall) {
      if (alarms.get(endpoint) == null && !settings.isFallback(endpoint)) {
        alarms.put(endpoint, wall);
        tell(Alarm.begins(settings.fallback(), endpoint, outcome, wall), wall);
      }
    }

    private void tell(Notification alarm, long wall) {
      if (!settings.fallback().isEmpty()) {
        accept(alarm, wall);
      }
    }

    private Receipt receipt(
        String endpoint, Notification notification, Outcome outcome, int attempts) {
      return new Receipt(
          notification.id(),
          notification.receiver(),
          endpoint,
          outcome.result() == Outcome.Result.DELIVERED,
          outcome.reason(),
          outcome.detail(),
          attempts,
          notification.createdAt(),
          now);
    }
  }
}
