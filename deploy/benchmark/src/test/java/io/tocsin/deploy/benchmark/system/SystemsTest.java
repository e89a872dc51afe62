package io.tocsin.deploy.benchmark.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.RunPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemsTest {
  @Test
  void systemsComeInTheOrderOfTheirNames() {
    assertThat(Systems.named("flink, kafka-streams-close"))
        .extracting(Contestant::name)
        .containsExactly("flink", "kafka-streams-close");
  }

  @Test
  void aNameMayHaveJvmOptionsOfItsOwn(@TempDir Path folder) {
    Contestant serial = Systems.named("parse, parse -XX:+UseSerialGC -Xss1m").get(1);
    RunPlace place = new RunPlace("x", "127.0.0.1:1", "in", 2, folder, RunPlace.Job.WINDOWED);
    assertThat(serial.launch(place).jvmOptions()).containsExactly("-XX:+UseSerialGC", "-Xss1m");
    assertThat(serial.settings()).containsEntry("JVM", "-XX:+UseSerialGC -Xss1m");
    assertThat(serial.id()).isEqualTo("parse_-XX_UseSerialGC_-Xss1m");
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Systems.named("kafka-streems"))
        .hasMessageContaining("\"kafka-streems\"")
        .hasMessageContaining("kafka-streams-suppress");
  }

  @Test
  void updatesAreAllowedOnlyToWhoDoesNotPromiseFinalResults() {
    assertThat(Systems.named("kafka-streams").get(0).finalOnly()).isFalse();
    assertThat(Systems.named("kafka-streams-suppress").get(0).finalOnly()).isTrue();
    assertThat(Systems.named("flink").get(0).finalOnly()).isTrue();
  }

  @Test
  void whatAWorkerReadBackIsSummedUpFromItsLog(@TempDir Path folder) throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("w.log"),
            """
            2026-01-31T10:00:00.000Z INFO  OwnedShards g-0: in-0 ready, 9000 kB of changelog read, 5 ms after it was assigned
            2026-01-31T10:00:09.500Z INFO  OwnedShards g-0: in-0 ready, 60000 kB of changelog read, 500 ms after it was assigned
            2026-01-31T10:00:10.000Z INFO  OwnedShards g-1: in-1 ready, 60000 kB of changelog read, 600 ms after it was assigned
            worker ready: Kafka 127.0.0.1:1
            """);
    Contestant tocsin = Systems.named("tocsin").get(0);
    long since = Instant.parse("2026-01-31T10:00:05Z").toEpochMilli();
    assertThat(tocsin.restored(log, since)).isEqualTo("120.0 MB of changelog in 1.0 s, 120 MB/s");
    assertThat(tocsin.restored(log, since + 60_000)).isEmpty();
  }
}
