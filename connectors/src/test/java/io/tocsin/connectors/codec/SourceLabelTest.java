package io.tocsin.connectors.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Where several sources meet, each event says which one it is of. */
class SourceLabelTest {
  private final Decoder decoder = Codecs.decoder(CodecSettings.of("native").withSource("plant"));

  @Test
  void readingsAndReportsCarryIt() {
    Decoded reading =
        Decoded.by(
            decoder, "{\"sensor\":\"p\",\"metric\":\"t\",\"value\":1,\"time\":5000000000000}");
    Decoded report =
        Decoded.by(
            decoder,
            "{\"sensor\":\"p\",\"component\":\"c\",\"type\":\"T\",\"severity\":\"HIGH\",\"time\":5000000000000}");

    assertThat(reading.lines().get(0)).contains("source=\"plant\"");
    assertThat(report.lines().get(0)).contains("source=\"plant\"");
  }

  @Test
  void anEventsOwnLabelOfThatNameIsKeptUnderAnother() {
    Decoded reading =
        Decoded.by(
            decoder,
            "{\"sensor\":\"p\",\"metric\":\"t\",\"value\":1,\"time\":5000000000000,\"labels\":{\"source\":\"x\",\"site\":\"a\"}}");

    assertThat(reading.lines().get(0))
        .contains("exported_source=\"x\"", "site=\"a\"", ", source=\"plant\"");
  }

  @Test
  void bytesWithoutItAreNotPassedOn() {
    Decoded.by(decoder, "{\"sensor\":\"p\",\"metric\":\"t\",\"value\":1,\"time\":5000000000000}");

    assertThat(decoder.passThrough()).isFalse();
    assertThat(decoder.namesSensor("p".getBytes(StandardCharsets.UTF_8))).isTrue();
  }
}
