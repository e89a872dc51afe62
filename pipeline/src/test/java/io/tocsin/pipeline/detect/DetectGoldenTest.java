package io.tocsin.pipeline.detect;

import static io.tocsin.pipeline.detect.DetectShard.reading;
import static io.tocsin.pipeline.detect.DetectShard.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.state.Golden;
import io.tocsin.pipeline.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * State of windows, sensors' clocks, alerts, counted reports and learned detectors as it was
 * released: whoever starts from it goes on as if nothing had happened. A changed format keeps the
 * file of the old version and gets another of its own: run this class with the resources' folder as
 * argument.
 */
class DetectGoldenTest {
  private static final int VERSION = 1;
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

  /** One alert fires, one is pending, two of three reports have come, a detector has learned. */
  private static void before(DetectShard shard) {
    Random random = new Random(7);
    for (int t = 0; t < 3600; t += 15) {
      shard.take(
          reading("pump-1", "temp_c", t, t < 3000 ? 80 : 100),
          reading("pump-2", "temp_c", t, t < 3570 ? 80 : 100),
          reading("tank-1", "level", t, 50 + random.nextGaussian()));
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
      StateStore store = Golden.load("detect-store", version);
      assertThat(after(DetectShard.restored(store, RULES)))
          .as("from version %d", version)
          .isEqualTo(expected);
    }
  }

  /** Writes the file of the present version. */
  public static void main(String[] args) throws IOException {
    DetectShard shard = DetectShard.live(RULES);
    before(shard);
    Files.write(
        Path.of(args[0], "golden", "detect-store.v" + VERSION + ".txt"),
        Golden.dump(shard.stored()));
  }
}
