package io.tocsin.pipeline.event;

import java.util.Map;
import java.util.TreeMap;

/** Alerts for tests: one label set, from one transition to the next. */
public final class TestAlert {
  private final Labels labels;
  private final Map<String, String> annotations;
  private final long startsAt;
  private final int revision;

  private TestAlert(Labels labels, Map<String, String> annotations, long startsAt, int revision) {
    this.labels = labels;
    this.annotations = annotations;
    this.startsAt = startsAt;
    this.revision = revision;
  }

  /** An alert of severity warning. */
  public static TestAlert of(String name, String component) {
    return labelled("alertname", name, "component", component, "severity", "warning");
  }

  public static TestAlert labelled(String... labels) {
    return new TestAlert(Labels.of(labels), Map.of(), 0, 0);
  }

  public TestAlert label(String name, String value) {
    return new TestAlert(labels.with(name, value), annotations, startsAt, revision);
  }

  public TestAlert annotated(String name, String value) {
    Map<String, String> more = new TreeMap<>(annotations);
    more.put(name, value);
    return new TestAlert(labels, more, startsAt, revision);
  }

  public TestAlert since(long time) {
    return new TestAlert(labels, annotations, time, revision);
  }

  public TestAlert revised(int number) {
    return new TestAlert(labels, annotations, startsAt, number);
  }

  public Alert firing(long time) {
    return since(time).revised(0).as(AlertStatus.FIRING, Alert.OPEN, false);
  }

  public Alert historical(long time) {
    return since(time).revised(0).as(AlertStatus.FIRING, Alert.OPEN, true);
  }

  /** The end of the alert that started at {@code start}. */
  public Alert resolved(long start, long end) {
    return since(start).revised(9).as(AlertStatus.RESOLVED, end, false);
  }

  /** The end of the alert as it is, at a time. */
  public Alert ended(long end) {
    return as(AlertStatus.RESOLVED, end, false);
  }

  /** A later transition of the alert that started at {@code start}. */
  public Alert later(AlertStatus status, long start, int number) {
    return since(start).revised(number).as(status, Alert.OPEN, false);
  }

  public String fingerprint() {
    return Fingerprint.of(labels);
  }

  private Alert as(AlertStatus status, long endsAt, boolean historical) {
    return new Alert(
        status,
        labels,
        annotations,
        startsAt,
        endsAt,
        Fingerprint.of(labels),
        99,
        new Expected(0, 90),
        "test/" + labels.getOrEmpty("alertname"),
        1,
        revision,
        "condition",
        historical,
        labels.getOrEmpty("alertname") + " at " + startsAt);
  }
}
