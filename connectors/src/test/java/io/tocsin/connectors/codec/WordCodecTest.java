package io.tocsin.connectors.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordCodecTest {
  private static Alert said(String shard) {
    Labels labels =
        Labels.of(
            "alertname", "SourceSilent", "component", "tocsin", "source", "t", "shard", shard);
    return new Alert(
        AlertStatus.FIRING,
        labels,
        Map.of(),
        1_700_000_000_000L,
        Alert.OPEN,
        Fingerprint.of(labels),
        3,
        null,
        "tocsin/SourceSilent",
        1,
        0,
        "condition",
        false,
        "3 of 4 sensors fell silent together");
  }

  @Test
  void allShardsWordsOfOneCauseMeet() {
    assertThat(WordCodec.key(said("t-0"))).isEqualTo(WordCodec.key(said("t-1")));
    assertThat(new String(WordCodec.key(said("t-0")), UTF_8)).contains("SourceSilent");
  }

  @Test
  void aWordIsToldFromAPartByItsHeader() {
    byte[] said = AlertCodec.value(said("t-0"));
    OneRecord part = OneRecord.of(said);
    assertThat(WordCodec.isWord(part, 0)).isFalse();
    assertThat(WordCodec.headers()).containsOnlyKeys(WordCodec.HEADER);
    OneRecord word = part.with(Map.of(WordCodec.HEADER, "1"));
    assertThat(WordCodec.isWord(word, 0)).isTrue();
    assertThat(word.value()).isEqualTo(said);
    assertThat(AlertCodec.read(said)).isEqualTo(said("t-0"));
  }
}
