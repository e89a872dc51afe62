package io.tocsin.deploy.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.deploy.benchmark.job.WindowStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reference against a second, slower way to the same answer. */
class WindowCheckTest {
  private final ReadingPlan plan = new ReadingPlan(5_000, 100, 1_000);
  private final ExpectedWindows expected = new ExpectedWindows(plan);
  private final WindowCheck check = new WindowCheck(expected);
  private final List<WindowResult> results = new ArrayList<>();

  @BeforeEach
  void aggregateNaively() {
    Map<String, Map<Long, WindowStats>> windows = new TreeMap<>();
    for (long index = 0; index < plan.size(); index++) {
      long start = plan.time(index) - Math.floorMod(plan.time(index), ReadingPlan.WINDOW_MILLIS);
      windows
          .computeIfAbsent(ReadingJson.sensorId(plan.sensor(index)), id -> new TreeMap<>())
          .computeIfAbsent(start, at -> new WindowStats())
          .add(plan.value(index));
    }
    windows.forEach((id, all) -> all.forEach((start, s) -> results.add(result(id, start, s))));
  }

  private static WindowResult result(String id, long start, WindowStats s) {
    return new WindowResult(id, start, s.count, s.sum, s.min, s.max, s.mean());
  }

  @Test
  void theRightAnswerIsRight() {
    results.forEach(check::accept);
    WindowCheck.Verdict verdict = check.verdict();
    assertThat(check.complete()).isTrue();
    assertThat(verdict.correct(true)).isTrue();
    assertThat(verdict.strange()).as("the closing readings' windows").isEqualTo(plan.sensors());
    assertThat(verdict.outputs() - verdict.strange()).isEqualTo(expected.total());
  }

  @Test
  void aMissingWindowIsFound() {
    results.subList(1, results.size()).forEach(check::accept);
    assertThat(check.verdict().missing()).isEqualTo(1);
    assertThat(check.verdict().correct(false)).isFalse();
    assertThat(check.complete()).isFalse();
  }

  @Test
  void aWrongSumIsFound() {
    WindowResult first = results.get(0);
    results.set(
        0,
        new WindowResult(
            first.sensor(),
            first.startMillis(),
            first.count(),
            first.sum() + 0.25,
            first.min(),
            first.max(),
            first.mean()));
    results.forEach(check::accept);
    assertThat(check.verdict().wrong()).isEqualTo(1);
  }

  @Test
  void ofSeveralUpdatesTheLastCountsUnlessOnlyFinalOnesArePromised() {
    WindowResult last = results.get(0);
    check.accept(new WindowResult(last.sensor(), last.startMillis(), 1, 20, 20, 20, 20));
    results.forEach(check::accept);
    assertThat(check.verdict().correct(false)).isTrue();
    assertThat(check.verdict().correct(true)).isFalse();
  }
}
