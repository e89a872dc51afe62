package io.tocsin.deploy.benchmark.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.deploy.benchmark.harness.Progress.Moment;
import io.tocsin.deploy.benchmark.harness.RunResult.Pace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MeasuringTest {
  @Test
  void cpuTimeIsCountedWithChildrenAndOddNamesDoNoHarm() {
    String stat =
        "4711 (java) odd (name)) S 1 4711 4711 0 -1 4194304 1 2 3 4 1250 250 30 70 20 0 33 0 9 8 7";
    assertThat(ProcessReading.cpuSeconds(stat)).isEqualTo(16.0);
  }

  @Test
  void linesOfStatusAreReadByName() {
    List<String> status = List.of("Name:\tjava", "VmHWM:\t  614400 kB", "VmRSS:\t  1 kB");
    assertThat(ProcessReading.kib(status, "VmHWM:")).isEqualTo(614_400);
    assertThat(ProcessReading.kib(status, "VmSwap:")).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisProcessCanBeRead() throws IOException {
    long pid = ProcessHandle.current().pid();
    ProcessReading reading = ProcessReading.of(pid);
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    assertThat(reading.cpuSeconds()).isPositive();
    assertThat(reading.peakRssMib() * 1_048_576).isGreaterThan(heap / 4.0);
  }

  @Test
  void theWarmPartOfARunIsItsLaterPart() {
    Progress progress = new Progress();
    progress.add(new Moment(0, 0, 0));
    progress.add(new Moment(6, 12, 200_000));
    progress.add(new Moment(7, 13, 400_000));
    progress.add(new Moment(10, 16, 1_000_000));
    assertThat(progress.steady()).isEqualTo(new Pace(200_000, 5));
    assertThat(progress.last().events()).isEqualTo(1_000_000);
  }

  @Test
  void aRunSeenOnlyAtItsEndsIsWarmAllThrough() {
    Progress progress = new Progress();
    progress.add(new Moment(0, 0, 0));
    progress.add(new Moment(2, 4, 1_000_000));
    assertThat(progress.steady()).isEqualTo(new Pace(500_000, 4));
  }
}
