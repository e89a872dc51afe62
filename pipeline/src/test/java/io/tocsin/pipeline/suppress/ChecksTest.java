package io.tocsin.pipeline.suppress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.TestAlert;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ChecksTest {
  private static final long NOW = 1_000_000;
  private static final TestAlert HOT = TestAlert.of("Hot", "pump-1");
  private static final Alert FIRING = HOT.firing(NOW);
  private static final Alert HISTORICAL = HOT.historical(NOW);
  private static final Alert AMENDED = HOT.later(AlertStatus.AMENDED, NOW, 1);
  private static final Alert UNKNOWN = HOT.later(AlertStatus.UNKNOWN, NOW, 1);
  private static final Alert WITHDRAWN = HOT.later(AlertStatus.WITHDRAWN, NOW, 1);
  private static final Alert RESOLVED = HOT.resolved(NOW, NOW + 1);

  private final Checks checks = Checks.of(SuppressSettings.DEFAULTS);

  static final List<Case> CASES =
      List.of(
          new Case("the first of its kind", null, List.of(), FIRING, Reason.PASS),
          new Case("two before it", null, ago(1, 2), FIRING, Reason.PASS),
          new Case(
              "three before it", null, ago(1, 2, 59_999), FIRING, Reason.SIMILAR_IN_LAST_MINUTE),
          new Case("the third is a minute old", null, ago(1, 2, 60_000), FIRING, Reason.PASS),
          new Case("one is of a later time", null, ago(1, 2, -5), FIRING, Reason.PASS),
          new Case(
              "one is of the same time", null, ago(0, 1, 2), FIRING, Reason.SIMILAR_IN_LAST_MINUTE),
          new Case("told already, back again", Reason.PASS, ago(1, 2, 3), FIRING, Reason.PASS),
          new Case("of the past", null, List.of(), HISTORICAL, Reason.HISTORICAL),
          new Case(
              "of the past still, in a crowd", null, ago(1, 2, 3), HISTORICAL, Reason.HISTORICAL),
          new Case("amended after told", Reason.PASS, ago(1, 2, 3), AMENDED, Reason.PASS),
          new Case("amended, never seen", null, List.of(), AMENDED, Reason.NEVER_TOLD),
          new Case(
              "amended after held back",
              Reason.SIMILAR_IN_LAST_MINUTE,
              List.of(),
              AMENDED,
              Reason.NEVER_TOLD),
          new Case(
              "of the past once, but it goes on now",
              Reason.HISTORICAL,
              List.of(),
              AMENDED,
              Reason.PASS),
          new Case(
              "the same in a crowd",
              Reason.HISTORICAL,
              ago(1, 2, 3),
              AMENDED,
              Reason.SIMILAR_IN_LAST_MINUTE),
          new Case("silent after told", Reason.PASS, ago(1, 2, 3), UNKNOWN, Reason.PASS),
          new Case("silent, never told", null, List.of(), UNKNOWN, Reason.NEVER_TOLD),
          new Case("ended after told", Reason.PASS, ago(1, 2, 3), RESOLVED, Reason.PASS),
          new Case("ended, never told", null, List.of(), RESOLVED, Reason.NEVER_TOLD),
          new Case(
              "ended after held back",
              Reason.SIMILAR_IN_LAST_MINUTE,
              List.of(),
              RESOLVED,
              Reason.NEVER_TOLD),
          new Case(
              "ended after its past", Reason.HISTORICAL, List.of(), RESOLVED, Reason.NEVER_TOLD),
          new Case("withdrawn after told", Reason.PASS, ago(1, 2, 3), WITHDRAWN, Reason.PASS),
          new Case("withdrawn, never told", null, List.of(), WITHDRAWN, Reason.NEVER_TOLD));

  @ParameterizedTest
  @FieldSource("CASES")
  void decides(Case test) {
    Recent recent = new Recent();
    test.recent.forEach(time -> recent.add(time, 100));

    assertThat(checks.decide(new Facts(test.told, recent), test.alert, NOW))
        .isEqualTo(test.expected);
  }

  private static List<Long> ago(long... millis) {
    return Stream.of(millis)
        .flatMap(m -> java.util.Arrays.stream(m).boxed())
        .map(m -> NOW - m)
        .toList();
  }

  record Case(String why, @Nullable Reason told, List<Long> recent, Alert alert, Reason expected) {
    @Override
    public String toString() {
      return why;
    }
  }
}
