package io.tocsin.pipeline.promql.unittest;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.promql.Element;
import io.tocsin.pipeline.promql.SampleStore;
import io.tocsin.pipeline.rule.expr.GoFloat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was expected and what was, side by side as a difference of lines. */
final class Shown {

  private static final double ROUNDING = 1e-12;

  private Shown() {}

  static String alert(UnitTestFile.ExpectedAlert alert) {
    return alert(alert.labels(), alert.annotations());
  }

  static String alert(ActiveAlert alert) {
    return alert(alert.labels(), alert.annotations());
  }

  private static String alert(Labels labels, Map<String, String> annotations) {
    StringBuilder text = new StringBuilder(labels.toString());
    new TreeMap<>(annotations)
        .forEach(
            (name, value) -> text.append(" ").append(name).append("=\"").append(value).append('"'));
    return text.toString();
  }

  static Optional<String> difference(int line, List<String> expected, List<String> actual) {
    if (expected.equals(actual)) {
      return Optional.empty();
    }
    List<String> missing = new ArrayList<>(expected);
    actual.forEach(missing::remove);
    List<String> surplus = new ArrayList<>(actual);
    expected.forEach(surplus::remove);
    StringBuilder text = new StringBuilder("line " + line + ": - expected, + was");
    missing.forEach(entry -> text.append("\n  - ").append(entry));
    surplus.forEach(entry -> text.append("\n  + ").append(entry));
    long same = expected.size() - (long) missing.size();
    if (same > 0) {
      text.append("\n  (").append(same).append(" as expected)");
    }
    return Optional.of(text.toString());
  }

  static Optional<String> samples(UnitTestFile.ExprTest test, List<Element> actual) {
    List<UnitTestFile.ExpectedSample> expected = new ArrayList<>(test.expected());
    expected.sort(Comparator.comparing(sample -> sample.labels().toString()));
    List<Element> sorted = new ArrayList<>(actual);
    sorted.sort(Comparator.comparing(element -> element.labels().toString()));
    boolean same = expected.size() == sorted.size();
    for (int i = 0; same && i < sorted.size(); i++) {
      same =
          expected.get(i).labels().equals(sorted.get(i).labels())
              && isNear(expected.get(i).value(), sorted.get(i).value());
    }
    return same
        ? Optional.empty()
        : difference(
            test.line(),
            expected.stream().map(s -> sample(s.labels(), s.value())).toList(),
            sorted.stream().map(e -> sample(e.labels(), e.value())).toList());
  }

  private static boolean isNear(double expected, double actual) {
    double scale = Math.max(Math.abs(expected), Math.abs(actual));
    return expected == actual
        || Double.compare(expected, actual) == 0
        || Math.abs(expected - actual) <= ROUNDING * scale;
  }

  private static String sample(Labels labels, double value) {
    String name = labels.getOrEmpty(SampleStore.NAME);
    Labels others = labels.without(List.of(SampleStore.NAME));
    String shown = others.isEmpty() && !name.isEmpty() ? name : name + others;
    return shown + " " + GoFloat.general(value);
  }
}
