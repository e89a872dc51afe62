package io.tocsin.deploy.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.deploy.backtest.Difference.Kind;
import io.tocsin.pipeline.event.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static Firing firing(String severity, long start, long end) {
    Labels labels = Labels.of("alertname", "A", "sensor", "s", "severity", severity);
    return new Firing("g/A", "s", labels, start, end, "condition_ended", false);
  }

  private static List<Kind> kinds(List<Firing> before, List<Firing> now) {
    return Difference.of(before, now).pairs().stream().map(Difference.Pair::kind).toList();
  }

  @Test
  void theSameFiringIsTheSame() {
    List<Firing> one = List.of(firing("info", 10, 20));
    assertThat(kinds(one, one)).containsExactly(Kind.SAME);
  }

  @Test
  void overlappingTimesBelongTogether() {
    assertThat(kinds(List.of(firing("info", 10, 20)), List.of(firing("info", 15, 30))))
        .containsExactly(Kind.CHANGED);
  }

  @Test
  void anotherSeverityOfTheSameFiringIsAChange() {
    assertThat(kinds(List.of(firing("info", 10, 20)), List.of(firing("page", 10, 20))))
        .containsExactly(Kind.CHANGED);
  }

  @Test
  void whatDoesNotOverlapIsGoneAndNew() {
    assertThat(kinds(List.of(firing("info", 10, 20)), List.of(firing("info", 25, 30))))
        .containsExactly(Kind.ONLY_OLD, Kind.ONLY_NEW);
  }

  @Test
  void eachFiringIsPairedOnce() {
    List<Firing> two = List.of(firing("info", 10, 20), firing("info", 30, 40));
    List<Firing> wide = List.of(firing("info", 5, 45));
    assertThat(kinds(two, wide)).containsExactly(Kind.CHANGED, Kind.ONLY_OLD);
  }
}
