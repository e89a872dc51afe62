package io.tocsin.deploy.benchmark.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.RunPlace;
import java.nio.file.Path;
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
}
