package io.tocsin.pipeline.detect;

import static io.tocsin.pipeline.detect.DetectShard.reading;
import static io.tocsin.pipeline.detect.DetectShard.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.detect.AlertState.Firing;
import io.tocsin.pipeline.detect.AlertState.Pending;
import io.tocsin.pipeline.detect.AlertState.Unknown;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Partial;
import io.tocsin.pipeline.event.Partial.Element;
import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.event.Spread;
import io.tocsin.pipeline.event.Sums;
import io.tocsin.pipeline.state.Golden;
import io.tocsin.pipeline.state.StateException;
import io.tocsin.pipeline.state.StateException.Reason;
import io.tocsin.pipeline.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State of windows, sensors' clocks, alerts, counted reports and learned detectors as it was
 * released: whoever starts from it goes on as if nothing had happened. A changed format keeps the
 * file of the old version and gets another of its own: run this class with the resources' folder as
 * argument.
 */
class DetectGoldenTest {
  private static final String STORE = "detect-store";
  private static final String MERGE_STORE = "merge-store";

  /** Of the files; each table has a version of its own. */
  private static final int VERSION = 4;

  private static final int MERGE_VERSION = 1;
  private static final String[] RULES = {
    "groups:",
    "- name: line3",
    "  interval: 15s",
    "  rules:",
    "  - alert: BearingTempHigh",
    "    expr: avg_over_time(temp_c[1m]) > 90",
    "    clear: avg_over_time(temp_c[1m]) < 85",
    "    for: 30s",
    "    on_no_data: 5m",
    "  - alert: DiskErrors",
    "    report: { type: DiskError, min_severity: HIGH, count: 3, within: 5m }",
    "  - alert: Odd",
    "    anomaly: { metric: level, method: auto, false_alarms: 1/100 }",
  };

  /** The same, and what was added with the second version: silence, and parts of many shards. */
  private static final String[] MORE_RULES =
      Stream.concat(
              Stream.of(RULES),
              Stream.of(
                  "  - alert: Silent",
                  "    absent: { forget_after: 24h }",
                  "  - alert: PlantHot",
                  "    expr: sum(avg_over_time(temp_c[1m])) > 190",
                  "  - alert: SomeHot",
                  "    expr: quantile(0.5, avg_over_time(temp_c[1m])) > 95"))
          .toArray(String[]::new);

  /** One alert fires, one is pending, two of three reports have come, a detector has learned. */
  private static void before(DetectShard shard) {
    Random random = new Random(7);
    for (int t = 0; t < 3600; t += 15) {
      shard.take(
          reading("pump-1", "temp_c", t, t < 3000 ? 80 : 100),
          reading("pump-2", "temp_c", t, t < 3570 ? 80 : 100),
          reading("tank-1", "level", t, 50 + random.nextGaussian()));
      if (t >= 3000 && t % 150 == 0) {
        // What comes then is stored as pieces.
        shard.commit();
      }
    }
    shard.take(
        report("disk", "DiskError", Severity.HIGH, 3590),
        report("disk", "DiskError", Severity.HIGH, 3595));
  }

  private static List<String> after(DetectShard shard) {
    int told = shard.timeline().size();
    shard.take(report("disk", "DiskError", Severity.CRITICAL, 3601));
    Random random = new Random(8);
    for (int t = 3600; t < 7200; t += 15) {
      shard.take(
          reading("pump-1", "temp_c", t, t < 4000 ? 100 : 80),
          reading("pump-2", "temp_c", t, t < 4000 ? 100 : 80),
          reading("tank-1", "level", t, (t < 6000 ? 50 : 90) + random.nextGaussian()));
    }
    return shard.timeline().subList(told, shard.timeline().size());
  }

  /** As before; and a writer is stuck, one sensor is late, another silent. */
  private static void beforeMore(DetectShard shard) {
    before(shard);
    shard.take(reading("pump-1", "temp_c", 3000, 75, 3590)).mark(3590);
    shard.caughtUp(Duration.ofHours(1));
    shard.caughtUp(Duration.ofSeconds(3700));
  }

  private static List<String> afterMore(DetectShard shard) {
    int told = shard.out.size();
    shard.mark(3700).caughtUp(Duration.ofSeconds(3701));
    after(shard);
    for (int t = 7200; t < 7500; t += 5) {
      shard.mark(t).caughtUp(Duration.ofSeconds(t));
    }
    return shard.out.subList(told, shard.out.size()).stream().map(Object::toString).toList();
  }

  /** Two shards of three have told a step, one has changed it since, one says that it is behind. */
  private static void before(MergeShard merged) {
    for (int p = 0; p < 3; p++) {
      merged.take(p, told(p, 60_000, 0, 80, 30_000));
    }
    merged.take(0, told(0, 120_000, 0, 100, 120_000));
    merged.take(1, told(1, 120_000, 0, 100, 120_000));
    merged.take(1, told(1, 60_000, 1, 70, 120_000));
    merged.take(2, List.of(new DetectOutput.Noted(behind())));
  }

  private static List<String> after(MergeShard merged) {
    int told = merged.out.size();
    merged.take(2, told(2, 120_000, 0, 100, 180_000));
    merged.take(2, told(2, 60_000, 1, 70, 180_000));
    merged.take(0, told(0, 180_000, 0, 10, 240_000));
    merged.take(1, told(1, 180_000, 0, 10, 240_000));
    merged.take(2, told(2, 180_000, 0, 10, 240_000));
    return merged.out.subList(told, merged.out.size()).stream().map(Object::toString).toList();
  }

  private static List<DetectOutput> told(int p, long time, int revision, double value, long mark) {
    String source = DetectShard.ID.topic() + "-" + p;
    Sums sums = Sums.of(value).plus(Sums.of(value + 1));
    List<Element> each =
        List.of(
            new Element("", Labels.of("sensor", "a" + p), value),
            new Element("", Labels.of("sensor", "b" + p), value + 1));
    return List.of(
        new DetectOutput.Parted(
            new Partial(
                "line3/PlantHot",
                0,
                time,
                Labels.NONE,
                source,
                revision,
                sums,
                Spread.NONE,
                List.of(),
                false)),
        new DetectOutput.Parted(
            new Partial(
                "line3/SomeHot",
                0,
                time,
                Labels.NONE,
                source,
                revision,
                Sums.NONE,
                Spread.NONE,
                each,
                false)),
        new DetectOutput.Parted(
            new Partial(
                Rules.SUMMARIES,
                0,
                time - 1,
                Labels.of("__name__", "temp_c", "site", "x"),
                source,
                revision,
                sums,
                Spread.NONE,
                List.of(),
                false)),
        new DetectOutput.Marked(mark));
  }

  private static Alert behind() {
    Labels labels =
        Labels.of(
            "alertname",
            "UpstreamBehind",
            "component",
            "tocsin",
            "severity",
            "warning",
            "shard",
            DetectShard.ID.topic() + "-2",
            "source",
            DetectShard.ID.topic());
    return new Alert(
        AlertStatus.FIRING,
        labels,
        Map.of(),
        100_000,
        Alert.OPEN,
        Fingerprint.of(labels),
        70,
        null,
        "tocsin/UpstreamBehind",
        1,
        0,
        "condition",
        false,
        "behind");
  }

  @Test
  void stateOfTheFirstReleaseGoesOnAsIfNothingHadHappened() {
    DetectShard unbroken = DetectShard.live(RULES);
    before(unbroken);
    List<String> expected = after(unbroken);
    assertThat(expected)
        .anyMatch(line -> line.startsWith("BearingTempHigh pump-1 RESOLVED"))
        .anyMatch(line -> line.startsWith("BearingTempHigh pump-2 FIRING"))
        .anyMatch(line -> line.startsWith("DiskErrors disk FIRING"))
        .anyMatch(line -> line.startsWith("Odd tank-1 FIRING"));
    for (int version = 1; version <= VERSION; version++) {
      StateStore store = Golden.load(STORE, version);
      assertThat(after(DetectShard.restored(store, RULES)))
          .as("from version %d", version)
          .isEqualTo(expected);
    }
  }

  @Test
  void stateOfSilencePartsAndMarksGoesOnAsIfNothingHadHappened() {
    DetectShard unbroken = DetectShard.live(MORE_RULES);
    beforeMore(unbroken);
    List<String> expected = afterMore(unbroken);
    assertThat(expected)
        .anyMatch(line -> line.startsWith("Noted") && line.contains("UpstreamBehind"))
        .anyMatch(line -> line.startsWith("Parted") && line.contains("PlantHot"))
        .anyMatch(line -> line.startsWith("Parted") && line.contains("SomeHot"))
        .anyMatch(line -> line.startsWith("Marked"))
        .anyMatch(line -> line.startsWith("Noted") && line.contains("SourceSilent"));
    for (int version = 2; version <= VERSION; version++) {
      StateStore store = Golden.load(STORE, version);
      assertThat(afterMore(DetectShard.restored(store, MORE_RULES)))
          .as("from version %d", version)
          .isEqualTo(expected);
    }
  }

  @Test
  void stateWherePartsMeetGoesOnAsIfNothingHadHappened() {
    MergeShard unbroken = new MergeShard(3, MORE_RULES);
    before(unbroken);
    List<String> expected = after(unbroken);
    assertThat(expected)
        .anyMatch(line -> line.startsWith("Alerted") && line.contains("PlantHot"))
        .anyMatch(line -> line.startsWith("Alerted") && line.contains("SomeHot"))
        .anyMatch(line -> line.startsWith("Summarised") && line.contains("revision=1"));
    for (int version = 1; version <= MERGE_VERSION; version++) {
      StateStore store = Golden.load(MERGE_STORE, version);
      assertThat(after(new MergeShard(store, 3, MORE_RULES)))
          .as("from version %d", version)
          .isEqualTo(expected);
    }
  }

  @Test
  void alertsOfASensor() {
    Told told =
        new Told(
            Labels.of("alertname", "Hot"),
            Map.of("summary", "too hot"),
            1_000,
            2,
            false,
            true,
            new Expected(Double.NEGATIVE_INFINITY, 90),
            "temp_c is 95");
    SensorAlerts alerts = new SensorAlerts();
    alerts.timerAt = 9_000;
    alerts.put(new AlertKey("g/Hot", Labels.NONE), new Firing(told, 3_000, 4_000, 5_000, 95));
    alerts.put(new AlertKey("g/Odd", Labels.NONE), new Unknown(told, 4_000, 5_000, 95));
    alerts.put(new AlertKey("g/Wet", Labels.NONE), new Pending(1_000, 4_000, 7));
    Golden.check("sensor-alerts", SensorAlerts.VERSION, SensorAlerts.CODEC, alerts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "window.sensor",
        "window.shard",
        "detect.alerts",
        "detect.learned",
        "detect.parts",
        "detect.reports"
      })
  void aTableOfANewerReleaseIsRefused(String table) {
    StateStore store = Golden.loadNewer(STORE, VERSION, table);
    assertThatThrownBy(() -> afterMore(DetectShard.restored(store, MORE_RULES)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("table \"" + table + "\" has an entry of version 100")
        .satisfies(e -> assertThat(((StateException) e).reason()).isEqualTo(Reason.NEWER_VERSION));
  }

  /** Most sensors' series are in the sensor's own entry since version 4. */
  @ParameterizedTest
  @ValueSource(strings = {"window.series", "window.roster"})
  void aTableOfEarlierReleasesIsRefusedIfItIsNewer(String table) {
    StateStore store = Golden.loadNewer(STORE, 3, table);
    assertThatThrownBy(() -> afterMore(DetectShard.restored(store, MORE_RULES)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("table \"" + table + "\" has an entry of version 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"merge.windows", "merge.marks", "merge.words", "detect.alerts"})
  void aTableOfANewerReleaseIsRefusedWherePartsMeet(String table) {
    StateStore store = Golden.loadNewer(MERGE_STORE, MERGE_VERSION, table);
    assertThatThrownBy(() -> after(new MergeShard(store, 3, MORE_RULES)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("table \"" + table + "\" has an entry of version 100")
        .satisfies(e -> assertThat(((StateException) e).reason()).isEqualTo(Reason.NEWER_VERSION));
  }

  /** Writes the files of the present versions. */
  public static void main(String[] args) throws IOException {
    DetectShard shard = DetectShard.live(MORE_RULES);
    beforeMore(shard);
    write(args[0], STORE, VERSION, shard.stored());
    MergeShard merged = new MergeShard(3, MORE_RULES);
    before(merged);
    write(args[0], MERGE_STORE, MERGE_VERSION, merged.stored());
  }

  private static void write(String folder, String name, int version, StateStore store)
      throws IOException {
    Path file = Path.of(folder, "golden", name + ".v" + version + ".txt");
    Files.write(file, Golden.dump(store));
  }
}
