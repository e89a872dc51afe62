package io.tocsin.deploy.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReadingPlanTest {
  private final ReadingPlan plan = new ReadingPlan(100_000, 1_000, 1_000);

  @Test
  void everySensorReportsOncePerPeriod() {
    long[] round = LongStream.range(7_000, 8_000).map(plan::sensor).sorted().toArray();
    assertThat(round).isEqualTo(LongStream.range(0, 1_000).toArray());
    assertThat(plan.sensor(42_017)).isEqualTo(plan.sensor(17));
  }

  @Test
  void timeRisesButForAFewReadingsThatWereHeldUp() {
    long late = 0;
    long highest = plan.time(0);
    long worst = 0;
    for (long index = 0; index < 100_000; index++) {
      late += plan.time(index) < highest ? 1 : 0;
      worst = Math.max(worst, highest - plan.time(index));
      highest = Math.max(highest, plan.time(index));
    }
    assertThat(late).isBetween(800L, 1_200L);
    assertThat(worst).isBetween(2_500L, ReadingPlan.GRACE_MILLIS - 1_000);
  }

  @Test
  void closingReadingsReachEverySensorAfterAllOthers() {
    assertThat(plan.closing(99_999)).isFalse();
    long[] closing = LongStream.range(100_000, plan.size()).map(plan::sensor).sorted().toArray();
    assertThat(closing).isEqualTo(LongStream.range(0, 1_000).toArray());
    assertThat(plan.time(100_000))
        .isGreaterThan(plan.end() + ReadingPlan.WINDOW_MILLIS + ReadingPlan.GRACE_MILLIS);
  }

  @Test
  void valuesAddUpExactlyInAnyOrder() {
    assertThat(LongStream.range(0, 1_000).mapToDouble(plan::value))
        .allMatch(value -> value * 4 == Math.rint(value * 4) && value >= 20 && value < 120);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new ReadingPlan(1, 0, 1)).hasMessageContaining("sensors 0");
  }
}
