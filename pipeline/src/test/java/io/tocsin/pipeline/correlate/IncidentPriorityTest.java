package io.tocsin.pipeline.correlate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.event.IncidentStatus;
import io.tocsin.pipeline.event.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentPriorityTest {
  private static final long SECOND = 1000;

  private final IncidentPriority priority =
      new IncidentPriority(Duration.ofMinutes(5), Map.of("press", 100.0, "lamp", 0.0));

  @ParameterizedTest(name = "{7}")
  @CsvSource({
    "CRITICAL, other, 5,    0,    0, OPEN,     200, one count factor and full freshness",
    "HIGH,     other, 5,    0,    0, OPEN,     160, base of HIGH",
    "MEDIUM,   other, 5,    0,    0, OPEN,     100, base of MEDIUM",
    "LOW,      other, 5,    0,    0, OPEN,      40, base of LOW",
    "INFO,     other, 5,    0,    0, OPEN,      20, base of INFO",
    "CRITICAL, press, 5,    0,    0, OPEN,     400, weight 100 doubles",
    "CRITICAL, lamp,  5,    0,    0, OPEN,       0, weight 0 silences",
    "CRITICAL, other, 1,    0,    0, OPEN,     120, a single alert counts 0.6",
    "CRITICAL, other, 15,   0,    0, OPEN,     400, fifteen count 2",
    "CRITICAL, other, 900,  0,    0, OPEN,     400, never more than 2",
    "CRITICAL, other, 5,  150,  150, OPEN,     150, half a window old: 1.5",
    "CRITICAL, other, 5,  300,  300, OPEN,     100, a window old: 1",
    "CRITICAL, other, 5,  450,  450, OPEN,      50, one and a half windows old: 0.5",
    "CRITICAL, other, 5, 3600, 3600, OPEN,      50, an hour is not longer than an hour",
    "CRITICAL, other, 5, 3601, 3601, OPEN,      75, longer than an hour: times 1.5",
    "CRITICAL, other, 5, 3601,    0, OPEN,     300, longer than an hour and fresh",
    "CRITICAL, other, 5, 3601, 3601, RESOLVED,  50, but not when it is over",
    "CRITICAL, other, 5, 3601, 3601, ACKNOWLEDGED, 75, acknowledged is still open",
    "CRITICAL, other, 5,  -30,  -30, OPEN,     200, an update from the future is fresh not fresher",
  })
  void formula(
      Severity severity,
      String component,
      long count,
      long firstAge,
      long lastAge,
      IncidentStatus status,
      double expected,
      String why) {
    long now = 1_000_000 * SECOND;
    Incident incident =
        incident(
            "a",
            severity,
            component,
            count,
            now - firstAge * SECOND,
            now - lastAge * SECOND,
            status);

    assertThat(priority.of(incident, now)).as(why).isCloseTo(expected, within(1e-9));
  }

  @Test
  void topIsMostUrgentFirstThenLatestThenById() {
    Incident old = incident("old", Severity.HIGH, "x", 5, 0, 0, IncidentStatus.OPEN);
    Incident critical = incident("crit", Severity.CRITICAL, "x", 5, 0, 0, IncidentStatus.OPEN);
    Incident later = incident("later", Severity.INFO, "lamp", 5, 0, 10, IncidentStatus.OPEN);
    Incident twinB = incident("b", Severity.INFO, "lamp", 5, 0, 0, IncidentStatus.OPEN);
    Incident twinA = incident("a", Severity.INFO, "lamp", 5, 0, 0, IncidentStatus.OPEN);

    assertThat(priority.top(List.of(twinB, twinA, later, old, critical), 10, 4))
        .extracting(Incident::id)
        .containsExactly("crit", "old", "later", "a");
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new IncidentPriority(Duration.ZERO, Map.of()))
        .hasMessageContaining("PT0S");
    assertThatThrownBy(() -> new IncidentPriority(Duration.ofMinutes(5), Map.of("x", -1.0)))
        .hasMessageContaining("\"x\"")
        .hasMessageContaining("-1");
  }

  private static Incident incident(
      String id,
      Severity severity,
      String component,
      long count,
      long first,
      long last,
      IncidentStatus status) {
    return new Incident(
        id, component, "T", severity, status, first, last, count, List.of(), List.of(), List.of(),
        Map.of(), 0, "");
  }
}
