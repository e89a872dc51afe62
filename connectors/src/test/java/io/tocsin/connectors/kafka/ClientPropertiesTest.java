package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever the user sets reaches every client, but for what exactly-once needs. */
class ClientPropertiesTest {
  private static final Map<String, String> USER =
      Map.of(
          "bootstrap.servers", "k:9093",
          "security.protocol", "SASL_SSL",
          "sasl.jaas.config", "x required;",
          "some.plugin.of.the.user", "42",
          "linger.ms", "50",
          "fetch.max.wait.ms", "7",
          "isolation.level", "read_uncommitted",
          "enable.auto.commit", "true",
          "acks", "0",
          "transaction.timeout.ms", "900000");

  @Test
  void everyClientHasThem() {
    for (Map<String, String> client :
        java.util.List.of(
            ClientProperties.laneConsumer(USER, "g", "i"),
            ClientProperties.laneProducer(USER, "t"),
            ClientProperties.plain(USER))) {
      assertThat(client)
          .containsEntry("bootstrap.servers", "k:9093")
          .containsEntry("security.protocol", "SASL_SSL")
          .containsEntry("sasl.jaas.config", "x required;")
          .containsEntry("some.plugin.of.the.user", "42");
    }
    assertThat(ClientProperties.laneProducer(USER, "t")).containsEntry("linger.ms", "50");
    assertThat(ClientProperties.laneConsumer(USER, "g", "i"))
        .containsEntry("fetch.max.wait.ms", "7");
  }

  @Test
  void whatExactlyOnceNeedsIsOurs() {
    assertThat(ClientProperties.laneConsumer(USER, "g", "i"))
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("enable.auto.commit", "false")
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("group.id", "g")
        .containsEntry("group.instance.id", "i");
    assertThat(ClientProperties.laneProducer(USER, "t"))
        .containsEntry("transactional.id", "t")
        .containsEntry("enable.idempotence", "true")
        .containsEntry("acks", "all")
        .containsEntry("transaction.timeout.ms", "10000");
  }
}
