package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryBudgetTest {
  private static final long MIB = 1 << 20;

  @TempDir Path cgroup;

  @Test
  void thePartsAreTheTotal() {
    for (long total :
        new long[] {MemoryBudget.MIN_TOTAL, 999_999_999, MemoryBudget.DEFAULT_TOTAL}) {
      assertThat(MemoryBudget.of(total).total()).isEqualTo(total);
    }
  }

  @Test
  void beyondTheLimitEveryPartAndTheSumAreTold() {
    MemoryBudget budget = MemoryBudget.of(1024 * MIB);
    assertThatCode(() -> budget.check(1024 * MIB, 1536 * MIB)).doesNotThrowAnyException();
    assertThatThrownBy(() -> budget.check(1024 * MIB, 1535 * MIB))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "heap 1024 MiB (live objects 768 MiB in it) + block cache 192 MiB + memtables 64 MiB"
                + " + JVM 256 MiB = 1536 MiB, the limit is 1535 MiB: lower worker.memory or -Xmx,"
                + " or raise the container's limit");
  }

  @Test
  void liveObjectsMustFitTheHeap() {
    assertThatThrownBy(() -> MemoryBudget.of(1024 * MIB).check(600 * MIB, Long.MAX_VALUE))
        .hasMessageContaining("768 MiB")
        .hasMessageContaining("600 MiB");
  }

  @Test
  void whatIsGivenUnlessToldOtherwiseFitsEveryHeap() {
    assertThat(MemoryBudget.defaultTotal(6144 * MIB)).isEqualTo(MemoryBudget.DEFAULT_TOTAL);
    for (long heap = 32; heap <= 2048; heap *= 2) {
      MemoryBudget budget = MemoryBudget.of(MemoryBudget.defaultTotal(heap * MIB));
      assertThat(budget.liveCache()).as("heap %d MiB", heap).isLessThanOrEqualTo(heap * MIB / 2);
      budget.check(heap * MIB, Long.MAX_VALUE);
    }
  }

  @Test
  void tooLittleIsRefused() {
    assertThatThrownBy(() -> MemoryBudget.of(MIB)).hasMessageContaining("16 MiB or more, is 1 MiB");
  }

  @Test
  void theLeastLimitOnThePathOfTheProcessCounts() throws IOException {
    Path self = cgroup.resolve("self");
    Files.writeString(self, "4:cpu,memory:/outer/inner\n0::/pod/main\n");
    Path inner = Files.createDirectories(cgroup.resolve("memory/outer/inner"));
    Files.writeString(inner.resolve("memory.limit_in_bytes"), "5000000\n");
    assertThat(ContainerMemory.limit(cgroup, self)).isEqualTo(5_000_000);
    Files.writeString(cgroup.resolve("memory/outer/memory.limit_in_bytes"), "4000000\n");
    assertThat(ContainerMemory.limit(cgroup, self)).isEqualTo(4_000_000);
    Path pod = Files.createDirectories(cgroup.resolve("pod"));
    Files.writeString(pod.resolve("memory.max"), "3000000\n");
    assertThat(ContainerMemory.limit(cgroup, self)).isEqualTo(3_000_000);
  }

  @Test
  void theLimitIsReadFromEitherVersionOfControlGroups() throws IOException {
    Path self = cgroup.resolve("there-is-none");
    assertThat(ContainerMemory.limit(cgroup, self)).isEqualTo(Long.MAX_VALUE);
    Path one = Files.createDirectories(cgroup.resolve("memory")).resolve("memory.limit_in_bytes");
    Files.writeString(one, "9223372036854771712\n");
    assertThat(ContainerMemory.limit(cgroup, self)).isEqualTo(Long.MAX_VALUE);
    Files.writeString(one, "1000000\n");
    assertThat(ContainerMemory.limit(cgroup, self)).isEqualTo(1_000_000);
    Path two = cgroup.resolve("memory.max");
    Files.writeString(two, "max\n");
    assertThat(ContainerMemory.limit(cgroup, self)).isEqualTo(Long.MAX_VALUE);
    Files.writeString(two, "2000000\n");
    assertThat(ContainerMemory.limit(cgroup, self)).isEqualTo(2_000_000);
    Files.writeString(two, "lots\n");
    assertThatThrownBy(() -> ContainerMemory.limit(cgroup, self)).hasMessageContaining("lots");
  }
}
