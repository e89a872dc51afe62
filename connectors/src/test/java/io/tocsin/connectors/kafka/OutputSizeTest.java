package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.flow.OutRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OutputSizeTest {
  private static OutRecord out(int bytes) {
    Map<String, byte[]> headers = Map.of("a", new byte[] {1});
    return new OutRecord("alerts", 3, new byte[] {7}, new byte[bytes], headers, 5, true);
  }

  @Test
  void whatCanBeSentIsLeftAlone() {
    LaneStats stats = new LaneStats();
    OutRecord removed = new OutRecord("alerts", 3, new byte[] {7}, null, Map.of(), 5, true);
    List<OutRecord> outputs = List.of(out(0), out(OutputSize.MAX_VALUE), removed);
    assertThat(OutputSize.fit(outputs, stats)).isSameAs(outputs);
    assertThat(stats.trimmedOutputs()).isZero();
  }

  @Test
  void whatIsTooLargeIsCutMarkedAndCounted() {
    LaneStats stats = new LaneStats();
    OutRecord small = out(1);
    List<OutRecord> fit = OutputSize.fit(List.of(small, out(OutputSize.MAX_VALUE + 1)), stats);
    assertThat(fit).hasSize(2).startsWith(small);
    OutRecord cut = fit.get(1);
    assertThat(cut.value()).hasSize(OutputSize.KEPT);
    assertThat(cut.headers()).containsOnlyKeys("a", OutputSize.TRIMMED);
    assertThat(cut.headers().get(OutputSize.TRIMMED)).isEqualTo("983041".getBytes(US_ASCII));
    assertThat(cut.partition()).isEqualTo(3);
    assertThat(cut.urgent()).isTrue();
    assertThat(stats.trimmedOutputs()).isEqualTo(1);
  }
}
