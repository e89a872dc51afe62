package io.tocsin.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.codec.SummaryCodec;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Records;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the demo says after a kill. Windows of 5 s; the worker dies at 12 s. */
class AuditTest {
  private static final long START = 1_800_000_000_000L;

  private final Audit audit = new Audit(new Topics("tocsin", 4), "in", 5_000, START - 1);

  @Test
  void everythingOnce() {
    readingsOfTwelveSeconds();
    summary(0, 5, 0);
    audit.killed(START + 12_000);
    assertThat(audit.verdicts(START + 18_000)).isEmpty();
    summary(5, 5, 0);
    audit.take(one("tocsin.summaries", window(10, 2, 0), "", START + 13_900), START + 14_000);
    assertThat(audit.verdicts(START + 18_000))
        .singleElement()
        .asString()
        .startsWith("back in 2.0 s, lost 0, doubled 0 ")
        .contains("12 readings in 3 windows");
    assertThat(audit.verdicts(START + 99_000)).isEmpty();
  }

  @Test
  void aReadingThatIsInNoSummaryIsLostWhenTimeIsUp() {
    readingsOfTwelveSeconds();
    summary(0, 4, 0);
    summary(5, 5, 0);
    audit.killed(START + 12_000);
    summary(10, 2, 0);
    assertThat(audit.verdicts(START + 43_000)).as("30 s from when it was back, at 14").isEmpty();
    assertThat(audit.verdicts(START + 45_000)).singleElement().asString().contains("lost 1, doub");
  }

  @Test
  void whatIsLateBecauseNoWorkerIsBackIsNotLost() {
    readingsOfTwelveSeconds();
    audit.killed(START + 12_000);
    assertThat(audit.verdicts(START + 200_000)).isEmpty();
    for (int second = 0; second < 15; second += 5) {
      byte[] window = window(second, second == 10 ? 2 : 5, 0);
      audit.take(one("tocsin.summaries", window, "", START + 212_000), START + 212_000);
    }
    assertThat(audit.verdicts(START + 213_000))
        .singleElement()
        .asString()
        .startsWith("back in 200.0 s, lost 0, doubled 0 ");
    audit.killed(START + 214_000);
    assertThat(audit.verdicts(START + 513_000)).isEmpty();
    assertThat(audit.verdicts(START + 514_000)).containsExactly("not back after 300 s");
  }

  @Test
  void aSecondSummaryAndASecondAlertAreDoubledAndAnAmendedOneIsNot() {
    readingsOfTwelveSeconds();
    summary(0, 5, 0);
    summary(0, 5, 0);
    summary(5, 4, 0);
    summary(5, 5, 1);
    audit.killed(START + 12_000);
    summary(10, 2, 0);
    for (int i = 0; i < 2; i++) {
      audit.take(one("tocsin.alerts", new byte[0], "a-1", START + 14_000), START + 14_000);
    }
    assertThat(audit.verdicts(START + 18_000))
        .singleElement()
        .asString()
        .contains("lost 0, doubled 2 ");
  }

  private void readingsOfTwelveSeconds() {
    for (int second = 0; second < 12; second++) {
      String json =
          "{\"sensor\":\"s\",\"metric\":\"m\",\"value\":1,\"time\":"
              + (START + second * 1000L)
              + "}";
      audit.take(one("in", json.getBytes(UTF_8), "", 0), START);
    }
  }

  private void summary(int second, int count, int revision) {
    audit.take(
        one("tocsin.summaries", window(second, count, revision), "", START + 13_000),
        START + 14_000);
  }

  private static byte[] window(int second, int count, int revision) {
    long start = START + second * 1000L;
    return SummaryCodec.value(
        new Summary(
            Labels.of("__name__", "m", "sensor", "s"),
            start,
            start + 5_000,
            Map.of("count", (double) count),
            revision));
  }

  private static Records one(String topic, byte[] value, String id, long appended) {
    return new Records() {
      @Override
      public int size() {
        return 1;
      }

      @Override
      public String topic() {
        return topic;
      }

      @Override
      public int partition() {
        return 0;
      }

      @Override
      public byte @Nullable [] key(int i) {
        return null;
      }

      @Override
      public byte[] value(int i) {
        return value;
      }

      @Override
      public byte @Nullable [] header(int i, String name) {
        return name.equals("ce_id") ? id.getBytes(UTF_8) : null;
      }

      @Override
      public long offset(int i) {
        return 0;
      }

      @Override
      public long timestamp(int i) {
        return appended;
      }
    };
  }
}
