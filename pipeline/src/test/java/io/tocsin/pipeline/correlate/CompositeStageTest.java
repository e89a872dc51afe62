package io.tocsin.pipeline.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositeStageTest {
  private final StateStore store = States.inMemoryStore();
  private ShardState state = States.open(store, CacheBudget.unbounded());
  private CompositeStage stage = new CompositeStage(List.of(), state);
  private final List<String> told = new ArrayList<>();

  private static CompositeRule rule(CompositeRule.Kind kind, int within, String... parts) {
    return rule(false, 0, kind, within, parts);
  }

  private static CompositeRule rule(
      boolean shadow, int limit, CompositeRule.Kind kind, int within, String... parts) {
    return new CompositeRule(
        "g/Both",
        "g/Both",
        "Both",
        kind,
        List.of(parts),
        Duration.ofSeconds(within),
        List.of("site", "sensor"),
        by -> by.with("severity", "critical"),
        labels -> Map.of("summary", labels.getOrEmpty("sensor") + " is ill"),
        limit,
        shadow);
  }

  private CompositeStageTest with(CompositeRule... rules) {
    stage.change(List.of(rules));
    return this;
  }

  private void restart(CompositeRule... rules) {
    state.drain();
    state.committed(new Position(0, 0, 0));
    state = States.open(store, CacheBudget.unbounded());
    stage = new CompositeStage(List.of(rules), state);
  }

  private static Alert alert(
      String name, String sensor, AlertStatus status, long start, long end, String more) {
    Labels labels =
        Labels.of("alertname", name, "site", "x", "sensor", sensor).with("metric", more);
    return new Alert(
        status,
        labels,
        Map.of(),
        start * 1000,
        end < 0 ? Alert.OPEN : end * 1000,
        Fingerprint.of(labels),
        1,
        null,
        "g/" + name,
        1,
        0,
        "condition",
        false,
        "");
  }

  private CompositeStageTest fires(String name, long start) {
    return take(alert(name, "s", AlertStatus.FIRING, start, -1, ""));
  }

  private CompositeStageTest ends(String name, long start, long end) {
    return take(alert(name, "s", AlertStatus.RESOLVED, start, end, ""));
  }

  private CompositeStageTest take(Alert alert) {
    List<Alert> out = stage.apply(List.of(alert));
    assertThat(out).contains(alert);
    for (CompositeStage.Made made : stage.made()) {
      Alert of = made.alert();
      assertThat(out.contains(of)).isEqualTo(!made.shadow());
      long time = of.endsAt() == Alert.OPEN ? of.startsAt() : of.endsAt();
      told.add(of.name() + " " + of.status() + " " + of.reason() + " " + time / 1000);
    }
    return this;
  }

  @Test
  void allPartsThatBeginWithinTheTime() {
    with(rule(CompositeRule.Kind.ALL, 300, "A", "B")).fires("A", 100).fires("B", 390);
    assertThat(told).containsExactly("Both FIRING condition 390");
    Alert made = stage.made().get(0).alert();
    assertThat(made.labels())
        .isEqualTo(
            Labels.of("alertname", "Both", "site", "x", "sensor", "s", "severity", "critical"));
    assertThat(made.annotations()).containsEntry("summary", "s is ill");
    assertThat(made.explanation()).contains("A since 1970", "B since 1970");

    ends("A", 100, 500);
    assertThat(told).last().isEqualTo("Both RESOLVED condition_ended 500");
  }

  @Test
  void partsThatBeginTooFarApartAreNone() {
    with(rule(CompositeRule.Kind.ALL, 300, "A", "B")).fires("A", 100).fires("B", 401);
    assertThat(told).isEmpty();
    ends("A", 100, 500).fires("A", 600);
    assertThat(told).containsExactly("Both FIRING condition 600");
  }

  @Test
  void partsOfDifferentSensorsAreNone() {
    with(rule(CompositeRule.Kind.ALL, 300, "A", "B"));
    fires("A", 100).take(alert("B", "other", AlertStatus.FIRING, 110, -1, ""));
    assertThat(told).isEmpty();
  }

  @Test
  void anyPartIsEnoughUntilTheLastEnds() {
    with(rule(CompositeRule.Kind.ANY, 0, "A", "B")).fires("A", 100).fires("B", 150);
    ends("A", 100, 200).ends("B", 150, 300);
    assertThat(told)
        .containsExactly("Both FIRING condition 100", "Both RESOLVED condition_ended 300");
  }

  @Test
  void aSequenceCountsPartsThatHaveEnded() {
    with(rule(CompositeRule.Kind.SEQUENCE, 300, "A", "B", "A"));
    fires("A", 100).ends("A", 100, 150).fires("B", 200);
    assertThat(told).isEmpty();
    take(alert("A", "s", AlertStatus.FIRING, 300, -1, "other"));
    assertThat(told).containsExactly("Both FIRING condition 300");
  }

  @Test
  void aSequenceInTheWrongOrderIsNone() {
    with(rule(CompositeRule.Kind.SEQUENCE, 300, "A", "B")).fires("B", 100).fires("A", 150);
    assertThat(told).isEmpty();
  }

  @Test
  void aSequenceThatTakesTooLongIsNone() {
    with(rule(CompositeRule.Kind.SEQUENCE, 100, "A", "B")).fires("A", 100).fires("B", 201);
    assertThat(told).isEmpty();
  }

  @Test
  void aPartThatIsWithdrawnNeverWas() {
    with(rule(CompositeRule.Kind.ALL, 300, "A", "B")).fires("A", 100).fires("B", 150);
    take(alert("A", "s", AlertStatus.WITHDRAWN, 100, 100, ""));
    assertThat(told).last().asString().startsWith("Both RESOLVED");
  }

  @Test
  void itSurvivesARestart() {
    CompositeRule rule = rule(CompositeRule.Kind.ALL, 300, "A", "B");
    with(rule).fires("A", 100);
    restart(rule);
    fires("B", 150);
    restart(rule);
    ends("B", 150, 200);
    assertThat(told)
        .containsExactly("Both FIRING condition 150", "Both RESOLVED condition_ended 200");
  }

  @Test
  void aRemovedRuleResolvesWithTheLabelsThatWereTold() {
    with(rule(CompositeRule.Kind.ANY, 0, "A")).fires("A", 100);
    String fingerprint = stage.made().get(0).alert().fingerprint();
    restart();
    fires("Z", 300);

    assertThat(told).last().isEqualTo("Both RESOLVED rule_removed 300");
    assertThat(stage.made().get(0).alert().fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void whatBeganInTheShadowEndsThereWhenItsRuleIsRemoved() {
    with(rule(true, 0, CompositeRule.Kind.ANY, 0, "A")).fires("A", 100);
    restart();
    fires("Z", 300);

    assertThat(told).last().isEqualTo("Both RESOLVED rule_removed 300");
    assertThat(stage.made()).extracting(CompositeStage.Made::shadow).containsExactly(true);
  }

  @Test
  void aRuleThatLeavesTheShadowEndsThereAndBeginsInTheLight() {
    with(rule(true, 0, CompositeRule.Kind.ANY, 0, "A")).fires("A", 100);
    with(rule(false, 0, CompositeRule.Kind.ANY, 0, "A")).fires("Z", 300);

    assertThat(told.subList(1, 3))
        .containsExactly("Both RESOLVED rule_removed 300", "Both FIRING condition 100");
    assertThat(stage.made()).extracting(CompositeStage.Made::shadow).containsExactly(true, false);
  }

  @Test
  void aLimitThatIsReachedIsToldOnceUntilNoneIsShedForAWhile() {
    CompositeRule one = rule(false, 1, CompositeRule.Kind.ANY, 0, "A");
    with(one).fires("A", 100);
    for (int sensor = 0; sensor < 3; sensor++) {
      take(alert("A", "s" + sensor, AlertStatus.FIRING, 200 + sensor, -1, ""));
    }
    restart(one);
    fires("Z", 501);
    assertThat(told)
        .containsExactly("Both FIRING condition 100", "RuleDegraded FIRING condition 200");
    fires("Z", 502);
    assertThat(told).last().isEqualTo("RuleDegraded RESOLVED condition_ended 502");

    take(alert("A", "s", AlertStatus.RESOLVED, 100, 600, ""));
    take(alert("A", "t", AlertStatus.FIRING, 700, -1, ""));
    assertThat(told.subList(3, 5))
        .containsExactly("Both RESOLVED condition_ended 600", "Both FIRING condition 700");
  }

  @Test
  void whatIsToldOfALimitIsWhatDetectTellsOfOtherRules() {
    stage =
        new CompositeStage(
            List.of(rule(false, 1, CompositeRule.Kind.ANY, 0, "A")), States.inMemory(), "t-0");
    fires("A", 100).take(alert("A", "other", AlertStatus.FIRING, 200, -1, ""));

    Alert said = stage.made().get(0).alert();
    assertThat(said.labels())
        .isEqualTo(
            Labels.of("alertname", "RuleDegraded", "severity", "warning", "component", "tocsin")
                .with(Labels.of("rule", "g/Both", "cause", "limit", "shard", "t-0")));
    assertThat(said.explanation())
        .isEqualTo(
            "rule g/Both has reached its limit of 1 alerts: new ones are not told, existing ones"
                + " stay");
    assertThat(said.value()).isEqualTo(1);
    assertThat(stage.shed()).isEqualTo(1);
  }
}
