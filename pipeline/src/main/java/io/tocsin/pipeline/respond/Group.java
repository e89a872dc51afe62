package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Alerts that are told together. Mutable; owned by the stage, live in its table.
 *
 * <p>An alert stays until its end has been told. One that ends before it was ever told leaves at
 * once: nobody hears of it.
 */
final class Group {
  private static final Comparator<Alert> ACTIVE_FIRST =
      Comparator.comparing((Alert a) -> !a.status().active())
          .thenComparing(Alert::startsAt)
          .thenComparing(Alert::fingerprint);

  /** Key of the route's node that opened it. */
  final String node;

  final String receiver;
  final Labels labels;

  /** Alerts by fingerprint: active ones, and ended ones whose end is not told yet. */
  final Map<String, Alert> alerts = new TreeMap<>();

  /** What was last told of an alert. */
  final Map<String, Phase> told = new TreeMap<>();

  /** Fingerprints of those that are kept quiet, and were counted as such. */
  final Set<String> held = new TreeSet<>();

  /** Incident of the alert that came last. */
  String incident = "";

  /** How many messages were made. */
  long number;

  /** Wall time of the last message, 0 if there was none. */
  long toldAt;

  Group(String node, String receiver, Labels labels) {
    this.node = node;
    this.receiver = receiver;
    this.labels = labels;
  }

  /** What receivers distinguish. */
  enum Phase {
    FIRING,
    UNKNOWN,
    ENDED;

    static Phase of(Alert alert) {
      return !alert.status().active()
          ? ENDED
          : alert.status() == AlertStatus.UNKNOWN ? UNKNOWN : FIRING;
    }
  }

  void put(Alert alert, String ofIncident) {
    String print = alert.fingerprint();
    if (Phase.of(alert) == Phase.ENDED && !told.containsKey(print)) {
      alerts.remove(print);
      held.remove(print);
      return;
    }
    alerts.put(print, alert);
    incident = ofIncident;
  }

  boolean isEmpty() {
    return alerts.isEmpty();
  }

  /**
   * Those that may be mentioned, in the order of a message: what was told of before, and of the
   * rest what is not to be kept quiet.
   */
  List<Alert> audible(Predicate<Alert> quiet) {
    List<Alert> audible = new ArrayList<>();
    for (Alert alert : alerts.values()) {
      if (isTold(alert) || !quiet.test(alert)) {
        audible.add(alert);
      }
    }
    audible.sort(ACTIVE_FIRST);
    return audible;
  }

  boolean isTold(Alert alert) {
    return told.containsKey(alert.fingerprint());
  }

  /** Whether something about it is to be told. */
  boolean isNews(Alert alert) {
    return told.get(alert.fingerprint()) != Phase.of(alert);
  }

  /** These were told at a wall time. Ended ones leave. */
  void told(List<Alert> some, long wall) {
    toldAt = wall;
    for (Alert alert : some) {
      held.remove(alert.fingerprint());
      Phase phase = Phase.of(alert);
      if (phase == Phase.ENDED) {
        alerts.remove(alert.fingerprint());
        told.remove(alert.fingerprint());
      } else {
        told.put(alert.fingerprint(), phase);
      }
    }
  }
}
