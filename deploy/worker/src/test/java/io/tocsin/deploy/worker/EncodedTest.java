package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.codec.DeadLetters;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection.Reason;
import io.tocsin.pipeline.flow.ShardId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What leaves a task can be written. */
class EncodedTest {
  private final TaskCounts counts = new TaskCounts();

  private List<OutRecord> encoded(int... sizes) {
    DeadLetters deadLetters = new DeadLetters("t.dead-letter", "detect", 1 << 20);
    Encoded<Integer> encoded =
        new Encoded<>((size, out) -> out.add(record(size)), deadLetters, counts);
    Batch<Records> batch =
        Batch.of(new ShardId("detect", "t.events", 0), Now.behind(0), Records.NONE);
    return encoded.apply(batch.with(java.util.Arrays.stream(sizes).boxed().toList())).items();
  }

  private static OutRecord record(int size) {
    return new OutRecord(
        "t.alerts",
        OutRecord.BY_KEY,
        "k".getBytes(UTF_8),
        new byte[size],
        Map.of("ce_id", "1".getBytes(UTF_8)),
        7,
        true);
  }

  @Test
  void aRecordThatKafkaWouldRefuseForEverBecomesADeadLetter() {
    List<OutRecord> out = encoded(10, 3 << 20, 1_000_000);
    assertThat(out)
        .extracting(OutRecord::topic)
        .containsExactly("t.alerts", "t.dead-letter", "t.alerts");
    OutRecord letter = out.get(1);
    assertThat(DeadLetters.isTooLarge(letter)).isFalse();
    assertThat(letter.value()).hasSizeGreaterThan(900_000);
    assertThat(text(letter, "tocsin.truncated.from")).isEqualTo("3145728");
    assertThat(text(letter, "tocsin.reason")).isEqualTo("too_large");
    assertThat(text(letter, "__connect.errors.topic")).isEqualTo("t.alerts");
    assertThat(text(letter, "__connect.errors.exception.message"))
        .contains("a record for t.alerts");
    assertThat(counts.rejections(Reason.TOO_LARGE)).isEqualTo(1);
  }

  private static String text(OutRecord record, String header) {
    byte[] value = record.headers().get(header);
    return value == null ? "" : new String(value, UTF_8);
  }
}
