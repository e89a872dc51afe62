package io.tocsin.deploy.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.deploy.benchmark.job.Transition;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AlertPlanTest {
  private final AlertPlan plan = new AlertPlan(100, 5_000, 1_000_000);

  @Test
  void changesAreThoseOfAStateKeptPerSensor() {
    boolean[] firing = new boolean[plan.sensors()];
    long changes = 0;
    for (long index = 0; index < 50_000; index++) {
      boolean now = plan.value(index) > Transition.LIMIT;
      assertThat(plan.changes(index)).isEqualTo(firing[plan.sensor(index)] != now);
      changes += firing[plan.sensor(index)] != now ? 1 : 0;
      firing[plan.sensor(index)] = now;
    }
    assertThat(changes).isBetween(800L, 1_200L);
  }

  @Test
  void noSensorReportsTwiceInAMillisecond() {
    assertThat(LongStream.range(0, 1_000))
        .allMatch(index -> plan.time(index + plan.sensors()) > plan.time(index));
    assertThatThrownBy(() -> new AlertPlan(10, 6_000, 0)).hasMessageContaining("500 times");
  }

  @Test
  void whatIsDueHasItsTimeBehindIt() {
    long due = plan.due(1_000_777);
    assertThat(plan.time(due - 1)).isLessThanOrEqualTo(1_000_777);
    assertThat(plan.time(due + 5)).isGreaterThanOrEqualTo(1_000_777);
    assertThat(plan.due(999_000)).isZero();
  }

  @Test
  void whatComesBeforeThePaceIsDueAtOnceAndJustBeforeIt() {
    AlertPlan filled = new AlertPlan(100, 5_000, 1_000_000, 100);
    assertThat(filled.due(0)).isEqualTo(100);
    assertThat(filled.time(99)).isEqualTo(999_999);
    assertThat(filled.time(100)).isEqualTo(1_000_000);
    assertThat(filled.due(1_001_000)).isEqualTo(5_100);
    assertThat(filled.changes(150)).isEqualTo(plan.changes(150));
  }
}
