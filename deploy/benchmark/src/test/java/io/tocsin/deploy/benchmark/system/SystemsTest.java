package io.tocsin.deploy.benchmark.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.deploy.benchmark.harness.Contestant;
import org.junit.jupiter.api.Test;

class SystemsTest {
  @Test
  void systemsComeInTheOrderOfTheirNames() {
    assertThat(Systems.named("flink, kafka-streams-close"))
        .extracting(Contestant::name)
        .containsExactly("flink", "kafka-streams-close");
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
