package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.event.IncidentStatus;
import io.tocsin.pipeline.event.Severity;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How urgent an incident is: base of its severity × weight of its component / 50 × min(2, 0.5 +
 * count / 10) × max(0.5, 2 − age of the last update / window) × 1.5 if it has been open for more
 * than an hour. A pure function of incident and time. Immutable.
 *
 * @param window age of the last update at which freshness has fallen to 1
 * @param weights weight by component, 0 and up; {@value #DEFAULT_WEIGHT} where a component is not
 *     named
 */
public record IncidentPriority(Duration window, Map<String, Double> weights) {
  public static final double DEFAULT_WEIGHT = 50;
  public static final IncidentPriority DEFAULTS =
      new IncidentPriority(Duration.ofMinutes(5), Map.of());

  private static final long LONG_OPEN = Duration.ofHours(1).toMillis();

  public IncidentPriority {
    if (window.toMillis() <= 0) {
      throw new IllegalArgumentException("priority window must be positive, is " + window);
    }
    weights = Map.copyOf(weights);
    weights.forEach(
        (component, weight) -> {
          if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                "weight of component \"" + component + "\" must be 0 or more, is " + weight);
          }
        });
  }

  /**
   * The priority at an instant.
   *
   * @param now event time, epoch milliseconds
   */
  public double of(Incident incident, long now) {
    double weight = weights.getOrDefault(incident.component(), DEFAULT_WEIGHT) / 50;
    double crowd = Math.min(2, 0.5 + incident.count() / 10.0);
    double age = Math.max(0, now - incident.lastUpdated());
    double freshness = Math.max(0.5, 2 - age / window.toMillis());
    boolean longOpen =
        incident.status() != IncidentStatus.RESOLVED && now - incident.firstSeen() > LONG_OPEN;
    return base(incident.severity()) * weight * crowd * freshness * (longOpen ? 1.5 : 1);
  }

  /** The {@code n} most urgent, most urgent first; ties by latest update, then by id. */
  public List<Incident> top(Collection<Incident> incidents, long now, int n) {
    return incidents.stream()
        .map(incident -> incident.withPriority(of(incident, now)))
        .sorted(
            Comparator.comparingDouble(Incident::priority)
                .thenComparingLong(Incident::lastUpdated)
                .reversed()
                .thenComparing(Incident::id))
        .limit(n)
        .toList();
  }

  private static double base(Severity severity) {
    return switch (severity) {
      case CRITICAL -> 100;
      case HIGH -> 80;
      case MEDIUM -> 50;
      case LOW -> 20;
      case INFO -> 10;
    };
  }
}
