package io.tocsin.pipeline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class StatisticsTest {
  private static final String[] NAMES = {"count", "mean", "std"};

  @Test
  void isAMapOfThoseThatHaveAValueInTheirOrder() {
    Statistics statistics = new Statistics(NAMES, new double[] {2, Double.NaN, 0.5});
    assertThat(statistics).isEqualTo(Map.of("count", 2.0, "std", 0.5));
    assertThat(statistics.keySet()).containsExactly("count", "std");
    assertThat(statistics).hasSize(2).doesNotContainKey("mean").doesNotContainKey("max");
    assertThat(statistics.get("std")).isEqualTo(0.5);
    assertThat(statistics.get("mean")).isNull();
    assertThat(statistics.hashCode()).isEqualTo(Map.of("count", 2.0, "std", 0.5).hashCode());
  }

  @Test
  void mayHaveNoValueAtAll() {
    Statistics statistics =
        new Statistics(NAMES, new double[] {Double.NaN, Double.NaN, Double.NaN});
    assertThat(statistics).isEmpty();
    assertThatThrownBy(() -> statistics.entrySet().iterator().next())
        .isInstanceOf(java.util.NoSuchElementException.class);
  }

  @Test
  void hasAValueForEachName() {
    assertThatThrownBy(() -> new Statistics(NAMES, new double[2])).hasMessage("3 names, 2 values");
  }
}
