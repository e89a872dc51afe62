package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.state.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The alerts that one endpoint is to know of, and when it is to hear of each. */
final class Board {
  private final String endpoint;
  private final DeliverSettings.Repeat repeat;
  private final Table<String, BoardAlert> table;
  private final Agenda sending = new Agenda();
  private final Agenda forgetting = new Agenda();

  /** How many alerts of a notification were not sent yet. */
  private final Map<String, Integer> news = new TreeMap<>();

  Board(String endpoint, DeliverSettings.Repeat repeat, Table<String, BoardAlert> table) {
    this.endpoint = endpoint;
    this.repeat = repeat;
    this.table = table;
    table.forEach(
        (key, entry) -> {
          if (entry.endpoint.equals(endpoint)) {
            note(entry);
          }
        });
  }

  /** Takes a new state; the one it replaces, if that was the last news of its notification. */
  @Nullable BoardAlert add(Notification notification, Alert alert, long wall) {
    BoardAlert known = get(alert.fingerprint());
    boolean replacesNews = known != null && isLastNews(known);
    BoardAlert entry = new BoardAlert(endpoint, notification.receiver(), alert, notification.id());
    entry.createdAt = notification.createdAt();
    entry.endedAt = alert.status().active() ? BoardAlert.NEVER : wall;
    note(entry);
    put(entry);
    return replacesNews ? known : null;
  }

  /** What is to be sent now, news first. */
  List<BoardAlert> due(long wall) {
    return entries(sending.due(wall, repeat.maxAlerts()));
  }

  /** Ended alerts that were repeated long enough. */
  List<BoardAlert> old(long wall) {
    return entries(forgetting.due(wall, Integer.MAX_VALUE));
  }

  @Nullable BoardAlert get(String fingerprint) {
    return table.get(key(fingerprint));
  }

  void put(BoardAlert entry) {
    table.put(key(entry.alert.fingerprint()), entry);
  }

  /** The endpoint has this state; whether that was the last news of its notification. */
  boolean sent(BoardAlert entry, long wall) {
    boolean last = isLastNews(entry);
    entry.sentAt = wall;
    entry.attempts = 0;
    sending.set(entry.alert.fingerprint(), wall + repeat.every().toMillis());
    put(entry);
    return last;
  }

  void remove(BoardAlert entry) {
    isLastNews(entry);
    String fingerprint = entry.alert.fingerprint();
    sending.clear(fingerprint);
    forgetting.clear(fingerprint);
    table.remove(key(fingerprint));
  }

  /** The message that an alert alone would have been. */
  static Notification messageOf(BoardAlert entry) {
    return new Notification(
        entry.notification,
        entry.receiver,
        entry.endpoint,
        Labels.NONE,
        List.of(entry.alert),
        0,
        "",
        entry.createdAt);
  }

  private void note(BoardAlert entry) {
    String fingerprint = entry.alert.fingerprint();
    forgetting.clear(fingerprint);
    if (entry.isNews()) {
      news.merge(entry.notification, 1, Integer::sum);
      sending.set(fingerprint, Long.MIN_VALUE);
    } else {
      sending.set(fingerprint, entry.sentAt + repeat.every().toMillis());
    }
    if (entry.endedAt != BoardAlert.NEVER) {
      forgetting.set(fingerprint, entry.endedAt + repeat.resolvedFor().toMillis());
    }
  }

  private boolean isLastNews(BoardAlert entry) {
    return entry.isNews()
        && news.computeIfPresent(entry.notification, (id, n) -> n == 1 ? null : n - 1) == null;
  }

  private List<BoardAlert> entries(List<String> fingerprints) {
    List<BoardAlert> entries = new ArrayList<>();
    for (String fingerprint : fingerprints) {
      BoardAlert entry = get(fingerprint);
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private String key(String fingerprint) {
    return endpoint + "\n" + fingerprint;
  }
}
