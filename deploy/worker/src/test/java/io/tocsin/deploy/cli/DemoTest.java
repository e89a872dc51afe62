package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the demo prints. The time zone of tests is UTC. */
class DemoTest {
  @Test
  void timesAreTheSameLengthAtEverySecond() {
    assertThat(Demo.clock(Instant.parse("2026-01-31T16:42:09.870Z").toEpochMilli()))
        .isEqualTo("16:42:09");
    assertThat(Demo.clock(Instant.parse("2026-01-31T16:42:00Z").toEpochMilli()))
        .isEqualTo("16:42:00");
  }
}
