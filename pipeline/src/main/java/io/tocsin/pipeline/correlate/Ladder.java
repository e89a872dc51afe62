package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.Alert;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The joins in the order they are tried: same component and type; same type in any component; a
 * shared context entry; a similar context. On each rung the incident opened first wins.
 */
final class Ladder {
  private final CorrelateSettings settings;
  private final OpenIncidents open;
  private final Function<String, @Nullable IncidentState> incidents;

  Ladder(
      CorrelateSettings settings,
      OpenIncidents open,
      Function<String, @Nullable IncidentState> incidents) {
    this.settings = settings;
    this.open = open;
    this.incidents = incidents;
  }

  /** The incident that takes the alert, or null if it opens one. */
  @Nullable IncidentState find(Alert alert, long time) {
    Map<String, String> context = IncidentState.contextOf(alert);
    IncidentState found =
        first(
            open.ofComponent(alert.component(), alert.name()),
            within(settings.sameComponentWithin(), time));
    if (found == null) {
      found = first(open.ofType(alert.name()), within(settings.sameTypeWithin(), time));
    }
    if (found == null && !context.isEmpty()) {
      NavigableMap<Long, String> sharing = open.sharing(context);
      found = first(sharing, within(settings.sharedContextWithin(), time));
      if (found == null) {
        found = first(sharing, i -> similarity(i.context, context) > settings.similarityAbove());
      }
    }
    return found;
  }

  /** Equal entries / all keys of both; 0 where there are none. */
  static double similarity(Map<String, String> a, Map<String, String> b) {
    long equal = a.entrySet().stream().filter(e -> e.getValue().equals(b.get(e.getKey()))).count();
    long shared = a.keySet().stream().filter(b::containsKey).count();
    long all = a.size() + b.size() - shared;
    return all == 0 ? 0 : (double) equal / all;
  }

  /** Not longer ago than that; a late alert may be older than the whole incident by as much. */
  private static Predicate<IncidentState> within(Duration limit, long time) {
    long millis = limit.toMillis();
    return incident ->
        millis > 0 && time - incident.lastUpdated <= millis && incident.firstSeen - time <= millis;
  }

  private @Nullable IncidentState first(
      NavigableMap<Long, String> candidates, Predicate<IncidentState> takes) {
    for (String id : candidates.values()) {
      IncidentState incident = incidents.apply(id);
      if (incident != null && takes.test(incident)) {
        return incident;
      }
    }
    return null;
  }
}
