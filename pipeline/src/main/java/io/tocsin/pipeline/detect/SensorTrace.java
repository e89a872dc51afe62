package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.Finding;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Verdict;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.window.Leaf;
import io.tocsin.pipeline.window.WindowOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a rule that looks at each sensor by itself looks at one. For one thread. */
final class SensorTrace extends RuleTrace {
  private final SensorId sensor;
  private final StepView view = new StepView();
  private final Map<Series, SeriesDetector> detectors = new HashMap<>();
  private final Finding finding = new Finding();
  private String verdict = "";

  SensorTrace(
      Rules rules, AlertRule rule, boolean makes, SensorId sensor, Labels asked, long until) {
    super(rules, rule, makes, asked, until);
    this.sensor = sensor;
  }

  @Override
  public Optional<SensorId> sensor() {
    return Optional.of(sensor);
  }

  @Override
  String neverLooked() {
    return "not fired: none of its series is one that the rule looks at, or no step is over";
  }

  @Override
  public void follow(WindowOutput output, DetectStage stage) {
    boolean moved = output instanceof WindowOutput.Time time && counts(time.time());
    if (output instanceof WindowOutput.Step step && step.sensor().equals(sensor)) {
      moved = step(step);
    } else if (output instanceof WindowOutput.Accepted accepted
        && accepted.event().sensor().equals(sensor)
        && counts(accepted.event().time())) {
      moved = true;
      if (accepted.event() instanceof Reading reading
          && isWatched(accepted.watchers())
          && concerns(accepted.labels())) {
        note(reading(accepted, reading));
      }
    }
    if (moved) {
      states(stage.words(sensor, identity()));
    }
  }

  private boolean step(WindowOutput.Step step) {
    if (!counts(step.time())
        || !(rule().trigger() instanceof Trigger.AtStep at)
        || at.plan() != step.plan()) {
      return false;
    }
    view.reset(step.time());
    view.fill(step.rows());
    Recorder.record(rules, at.plan(), view, (made, labels, value) -> {}, (failed, failure) -> {});
    note(expression(at));
    return true;
  }

  private boolean isWatched(int[] watchers) {
    for (int watcher : watchers) {
      if (rules.atWatcher(watcher).identity().equals(identity())) {
        return true;
      }
    }
    return false;
  }

  private Look expression(Trigger.AtStep at) {
    List<String> lines = new ArrayList<>();
    for (int index : at.expression().leaves()) {
      Leaf leaf = rules.steps().get(at.plan()).leaves().get(index);
      String window = Explanations.window(leaf, view.time()) + ": ";
      List<Sample> samples =
          view.leaf(index).stream().filter(sample -> concerns(sample.labels())).toList();
      if (samples.isEmpty()) {
        lines.add(window + "no data");
      }
      for (Sample sample : samples.subList(0, Math.min(samples.size(), MOST))) {
        lines.add(window + Explanations.of(sample));
      }
      if (samples.size() > MOST) {
        lines.add("and " + (samples.size() - MOST) + " more");
      }
    }
    return judged(at.expression(), view, lines);
  }

  private Look reading(WindowOutput.Accepted accepted, Reading reading) {
    List<String> lines = new ArrayList<>();
    String late = accepted.late() ? ", late" : "";
    lines.add("reading " + reading.series() + " " + Explanations.number(reading.value()) + late);
    if (rule().trigger() instanceof Trigger.AtReading at) {
      view.reset(reading.time());
      view.put(0, reading.series(), accepted.labels(), reading.value());
      return judged(at.expression(), view, lines);
    }
    boolean unusual = rule().trigger() instanceof Trigger.Learned learned && odd(learned, reading);
    lines.add(unusual ? "unusual: " + finding.explain().sentence() : seen());
    return new Look(reading.time(), unusual, lines);
  }

  private boolean odd(Trigger.Learned learned, Reading reading) {
    SeriesDetector detector =
        detectors.computeIfAbsent(
            reading.series(), series -> new SeriesDetector(learned.settings()));
    Verdict found = detector.add(reading.time(), reading.value(), finding);
    verdict = found.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return found == Verdict.FINDING;
  }

  private String seen() {
    return "the detector says "
        + verdict
        + ", expected "
        + Explanations.number(finding.low())
        + " to "
        + Explanations.number(finding.high());
  }
}
