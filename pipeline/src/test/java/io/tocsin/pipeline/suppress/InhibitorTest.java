package io.tocsin.pipeline.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.TestAlert;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.util.List;
import org.junit.jupiter.api.Test;

class InhibitorTest {
  private static final InhibitRule OUTAGE =
      rule("alertname=\"Outage\"", "severity=~\"warning|critical\"", "site", "line");
  private static final TestAlert SOURCE = alert("Outage", "page", "a", "1");
  private static final TestAlert TARGET = alert("Hot", "warning", "a", "1");

  private final Inhibitor inhibitor = new Inhibitor(List.of(OUTAGE), States.inMemory());

  @Test
  void aTargetIsQuietWhileASourceOfItsPlaceIsActive() {
    assertThat(inhibitor.inhibits(TARGET.firing(5))).isFalse();
    inhibitor.observe(SOURCE.firing(1));

    assertThat(inhibitor.inhibits(TARGET.firing(5))).isTrue();
    assertThat(inhibitor.inhibits(alert("Hot", "info", "a", "1").firing(5)))
        .as("no target")
        .isFalse();
    assertThat(inhibitor.inhibits(alert("Hot", "warning", "a", "2").firing(5)))
        .as("another line")
        .isFalse();

    inhibitor.observe(SOURCE.later(AlertStatus.UNKNOWN, 1, 1));
    assertThat(inhibitor.inhibits(TARGET.firing(5))).as("silent is active").isTrue();
    inhibitor.observe(SOURCE.resolved(1, 9));
    assertThat(inhibitor.inhibits(TARGET.firing(5))).isFalse();
  }

  @Test
  void severalSourcesCountTogether() {
    TestAlert other = SOURCE.label("n", "2");
    inhibitor.observe(SOURCE.firing(1));
    inhibitor.observe(SOURCE.later(AlertStatus.AMENDED, 1, 1));
    inhibitor.observe(other.firing(2));
    inhibitor.observe(SOURCE.resolved(1, 3));
    assertThat(inhibitor.inhibits(TARGET.firing(5))).isTrue();

    inhibitor.observe(other.resolved(2, 4));

    assertThat(inhibitor.inhibits(TARGET.firing(5))).isFalse();
  }

  @Test
  void missingLabelsEqualEachOther() {
    inhibitor.observe(TestAlert.labelled("alertname", "Outage").firing(1));

    assertThat(inhibitor.inhibits(TestAlert.labelled("severity", "warning").firing(5))).isTrue();
  }

  @Test
  void whatIsSourceAndTargetInhibitsNeitherItselfNorItsKind() {
    TestAlert both = alert("Outage", "critical", "a", "1");
    inhibitor.observe(both.firing(1));
    assertThat(inhibitor.inhibits(both.firing(1))).isFalse();
    assertThat(inhibitor.inhibits(both.label("n", "2").firing(1))).isFalse();
    assertThat(inhibitor.inhibits(TARGET.firing(1))).isTrue();

    inhibitor.observe(SOURCE.firing(1));

    assertThat(inhibitor.inhibits(both.firing(1))).as("a source that is no target").isTrue();
  }

  @Test
  void sourcesAreRememberedAcrossRestarts() {
    StateStore store = States.inMemoryStore();
    ShardState state = States.open(store, CacheBudget.unbounded());
    new Inhibitor(List.of(OUTAGE), state).observe(SOURCE.firing(1));
    state.drain();
    state.committed(new Position(0, 0, 0));

    Inhibitor again = new Inhibitor(List.of(OUTAGE), States.open(store, CacheBudget.unbounded()));
    assertThat(again.inhibits(TARGET.firing(5))).isTrue();
    Alert end = SOURCE.resolved(1, 9);
    again.observe(end);
    assertThat(again.inhibits(TARGET.firing(5))).isFalse();
  }

  @Test
  void refusesARuleThatWouldMatchEverything() {
    assertThatThrownBy(() -> new InhibitRule(List.of(), List.of(), List.of()))
        .hasMessageContaining("source_matchers");
  }

  private static InhibitRule rule(String source, String target, String... equal) {
    return new InhibitRule(
        List.of(Matcher.parse(source)), List.of(Matcher.parse(target)), List.of(equal));
  }

  private static TestAlert alert(String name, String severity, String site, String line) {
    return TestAlert.labelled("alertname", name, "severity", severity, "site", site, "line", line);
  }
}
