package io.tocsin.connectors.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host sensor on this machine. */
class HostSensorTest {
  @TempDir Path folder;

  private static Map<String, Double> values(List<SensorEvent> events) {
    Map<String, Double> values = new TreeMap<>();
    for (SensorEvent event : events) {
      Reading reading = (Reading) event;
      values.put(reading.series().toString(), reading.value());
    }
    return values;
  }

  @Test
  void tellsOfThisMachine() throws Exception {
    HostSensor sensor = new HostSensor(new HostSettings("here", folder), System::nanoTime);
    Map<String, Double> first = values(sensor.sample(1_000_000));
    Map<String, Double> second = values(sensor.sample(1_001_000));
    assertThat(first)
        .containsKey("memory_used_percent{sensor=\"here\"}")
        .containsKey("storage_latency_ms{sensor=\"here\"}")
        .doesNotContainKey("cpu_percent{sensor=\"here\"}");
    assertThat(first.keySet()).anyMatch(s -> s.startsWith("disk_used_percent{mount="));
    assertThat(second)
        .containsKey("cpu_percent{sensor=\"here\"}")
        .containsKey("net_rx_bytes_per_s{sensor=\"here\"}");
    second.forEach(
        (series, value) -> {
          assertThat(value).as(series).isGreaterThanOrEqualTo(0);
          if (series.contains("percent")) {
            assertThat(value).as(series).isLessThanOrEqualTo(100);
          }
        });
    assertThat(folder).as("the probe's file is gone").isEmptyDirectory();
  }

  @Test
  void isNamedByItsHost() {
    HostSensor sensor = new HostSensor(new HostSettings("", folder), System::nanoTime);
    assertThat(sensor.name()).startsWith("host ").hasSizeGreaterThan(5);
  }

  @Test
  void theProbesFileIsGoneEvenAfterAFailure() {
    StorageProbe probe =
        new StorageProbe(
            folder,
            () -> {
              throw new IllegalStateException("no clock");
            });
    assertThatThrownBy(probe::measure).isInstanceOf(IllegalStateException.class);
    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> new StorageProbe(folder.resolve("none"), () -> 0).measure())
        .isInstanceOf(IOException.class);
  }

  @Test
  void measuresMilliseconds() throws IOException {
    long[] clock = {0};
    StorageProbe probe = new StorageProbe(folder, () -> clock[0] += 2_500_000);
    assertThat(probe.measure()).isEqualTo(2.5);
  }
}
