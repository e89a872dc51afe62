package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import java.util.TreeMap;

/**
 * What is remembered of one alert's label set. Mutable; owned by the stage, live in its table.
 *
 * <p>Input may come twice, in the order it had: so an id is known if its revision is not above the
 * highest seen of its start. Of starts, the latest {@value #STARTS} are remembered.
 */
final class Member {
  static final int STARTS = 16;

  /** Incident it last joined, or empty. */
  String incident = "";

  AlertStatus status = AlertStatus.RESOLVED;

  /** Fingerprint of the annotations when it last fired. */
  String content = "";

  final TreeMap<Long, Integer> revisions = new TreeMap<>();

  boolean active() {
    return status.active();
  }

  boolean knows(Alert alert) {
    Integer seen = revisions.get(alert.startsAt());
    return seen != null && alert.revision() <= seen;
  }

  /** Whether an alert of that start came before. */
  boolean knowsStart(long startsAt) {
    return revisions.containsKey(startsAt);
  }

  void saw(Alert alert) {
    revisions.merge(alert.startsAt(), alert.revision(), Math::max);
    if (revisions.size() > STARTS) {
      revisions.pollFirstEntry();
    }
  }
}
