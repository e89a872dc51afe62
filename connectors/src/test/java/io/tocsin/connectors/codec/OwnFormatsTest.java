package io.tocsin.connectors.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.event.IncidentStatus;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Receipt;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.event.Undelivered;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written between our own tasks comes back as it went. */
class OwnFormatsTest {
  private static final long TIME = 1769853600123L;

  private static Alert alert() {
    return new Alert(
        AlertStatus.UNKNOWN,
        Labels.of("alertname", "A"),
        Map.of(),
        TIME,
        Alert.OPEN,
        "ff",
        1.5,
        new Expected(0, 1),
        "g/A",
        1,
        0,
        "no_data",
        true,
        "");
  }

  private static Notification notification() {
    return new Notification(
        "n1", "oncall", "{}", Labels.of("site", "a"), List.of(alert(), alert()), 3, "", TIME);
  }

  @Test
  void summaries() {
    Map<String, Double> stats = new LinkedHashMap<>();
    stats.put("std", Double.NaN);
    stats.put("max", Double.POSITIVE_INFINITY);
    stats.put("count", 60.0);
    Summary summary = new Summary(Labels.of("__name__", "m"), TIME, TIME + 60_000, stats, 2);
    assertThat(SummaryCodec.read(SummaryCodec.value(summary))).isEqualTo(summary);
    assertThat(text(SummaryCodec.value(summary)))
        .contains("\"stats\":{\"count\":60.0,\"max\":\"+Inf\",\"std\":null}");
  }

  @Test
  void incidents() {
    Incident incident =
        new Incident(
            "i1",
            "pump-7",
            "TempHigh",
            Severity.HIGH,
            IncidentStatus.ACKNOWLEDGED,
            TIME,
            TIME + 1,
            7,
            List.of("f1", "f2"),
            List.of("f2"),
            List.of("a1"),
            Map.of("site", "a"),
            123.5,
            "hot");
    assertThat(IncidentCodec.read(IncidentCodec.value(incident))).isEqualTo(incident);
    assertThat(texts(IncidentCodec.headers(incident)))
        .containsEntry("ce_type", "io.tocsin.incident.acknowledged")
        .containsEntry("ce_id", "i1-" + (TIME + 1) + "-7");
  }

  @Test
  void notificationsAndReceipts() {
    assertThat(NotificationCodec.read(NotificationCodec.value(notification())))
        .isEqualTo(notification());
    Receipt receipt =
        new Receipt("n1", "oncall", "0", false, Outcome.Reason.TOO_OLD, "why", 4, TIME, TIME + 9);
    assertThat(ReceiptCodec.read(ReceiptCodec.value(receipt))).isEqualTo(receipt);
    assertThat(texts(NotificationCodec.headers(new Undelivered(notification(), receipt))))
        .containsEntry("ce_type", "io.tocsin.notification.firing")
        .containsEntry("tocsin.reason", "too_old")
        .containsEntry("tocsin.attempts", "4");
  }

  @Test
  void marks() {
    Mark mark = new Mark("source-3", Mark.END);
    assertThat(MarkCodec.read(MarkCodec.value(mark))).isEqualTo(mark);
    assertThat(MarkCodec.headers()).containsKey(MarkCodec.HEADER);
    assertThatThrownBy(() -> MarkCodec.read(null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void events() {
    EventCodec codec = new EventCodec();
    Decoder decoder = Codecs.decoder(CodecSettings.of("native"));
    SensorId sensor = new SensorId("pümp \"7\"");
    List<SensorEvent> events =
        List.of(
            new Reading(new Series(sensor, "m", Labels.NONE), TIME, -1.0E10),
            new Reading(new Series(sensor, "m", Labels.of("b", "2", "a", "\n")), TIME, 4.9e-324),
            new Reading(new Series(sensor, "m", Labels.NONE), TIME, -0.0),
            new Report(
                sensor,
                "c",
                "T",
                Severity.LOW,
                TIME,
                "m",
                Map.of("k", "v"),
                Map.of(),
                Labels.NONE));
    for (SensorEvent event : events) {
      OneRecord record = OneRecord.of(codec.value(event));
      assertThat(Decoded.by(decoder, record).events()).containsExactly(event);
      assertThat(decoder.passThrough()).isTrue();
      assertThat(text(codec.key(event))).isEqualTo("pümp \"7\"");
    }
    assertThatThrownBy(
            () -> codec.value(new Reading(new Series(sensor, "m", Labels.NONE), TIME, 0.0 / 0)))
        .hasMessageContaining("NaN; accepted: finite numbers");
  }

  @Test
  void rekeyingKeepsTheBytesOfWhatIsOneEventAlready() {
    Rekeyer rekeyer =
        new Rekeyer(Codecs.decoder(CodecSettings.of("native")), "tocsin.events", skip -> {});
    byte[] same =
        "{ \"value\":1,\"sensor\":\"a\",\"metric\":\"m\",\"time\":1769853600123}".getBytes(UTF8);
    List<OutRecord> out = new ArrayList<>();
    assertThat(rekeyer.rekey(OneRecord.of(same), 0, out)).isNull();
    assertThat(out).hasSize(1);
    assertThat(out.get(0).value()).isSameAs(same);
    assertThat(text(out.get(0).key())).isEqualTo("a");
    assertThat(out.get(0).timestamp()).isEqualTo(TIME);
  }

  @Test
  void rekeyingWritesTheTimeThatTheRecordAloneKnew() {
    Rekeyer rekeyer =
        new Rekeyer(Codecs.decoder(CodecSettings.of("native")), "tocsin.events", skip -> {});
    List<OutRecord> out = new ArrayList<>();
    rekeyer.rekey(OneRecord.of("{\"sensor\":\"a\",\"metric\":\"m\",\"value\":1}"), 0, out);
    rekeyer.rekey(
        OneRecord.of("{\"sensor\":\"a\",\"values\":{\"x\":1,\"y\":2},\"labels\":{\"l\":\"v\"}}"),
        0,
        out);
    assertThat(out.stream().map(r -> text(r.value())))
        .containsExactly(
            "{\"sensor\":\"a\",\"metric\":\"m\",\"value\":1.0,\"time\":1767225600000}",
            "{\"sensor\":\"a\",\"metric\":\"x\",\"value\":1.0,\"time\":1767225600000,"
                + "\"labels\":{\"l\":\"v\"}}",
            "{\"sensor\":\"a\",\"metric\":\"y\",\"value\":2.0,\"time\":1767225600000,"
                + "\"labels\":{\"l\":\"v\"}}");
    Undecodable wrong = rekeyer.rekey(OneRecord.of("{}"), 0, out);
    assertThat(wrong).isNotNull();
    assertThat(out).hasSize(3);
  }

  @Test
  void deadLettersHaveTheOriginalBytesAndConnectsHeaders() {
    OneRecord record = new OneRecord("k".getBytes(UTF8), "{nonsense".getBytes(UTF8), TIME);
    Rejection rejection =
        new Rejection(0, Rejection.Reason.MALFORMED, "decode", "what is wrong; accepted: this");
    OutRecord letter = new DeadLetters("tocsin.dead-letter", "ingest", 1000).of(record, rejection);
    assertThat(letter.topic()).isEqualTo("tocsin.dead-letter");
    assertThat(letter.key()).isSameAs(record.key());
    assertThat(letter.value()).isSameAs(record.value());
    assertThat(letter.timestamp()).isEqualTo(TIME);
    assertThat(texts(letter.headers()))
        .containsEntry("__connect.errors.topic", "source")
        .containsEntry("__connect.errors.partition", "3")
        .containsEntry("__connect.errors.offset", "42")
        .containsEntry("__connect.errors.connector.name", "ingest")
        .containsEntry("__connect.errors.task.id", "3")
        .containsEntry("__connect.errors.stage", "decode")
        .containsEntry("__connect.errors.exception.message", "what is wrong; accepted: this")
        .containsEntry("tocsin.reason", "malformed")
        .containsKeys("__connect.errors.class.name", "__connect.errors.exception.class.name");
  }

  @Test
  void aDeadLetterThatIsTooLargeIsCutAndSaysSo() {
    OneRecord record = new OneRecord("k".getBytes(UTF8), "{nonsense".getBytes(UTF8), TIME);
    Rejection rejection = new Rejection(0, Rejection.Reason.TOO_LARGE, "decode", "x".repeat(9000));
    OutRecord cut = new DeadLetters("tocsin.dead-letter", "ingest", 5).of(record, rejection);
    assertThat(text(cut.value())).isEqualTo("{non");
    assertThat(texts(cut.headers()))
        .containsEntry("tocsin.truncated.from", "9")
        .doesNotContainKey("tocsin.truncated.key.from");
    assertThat(texts(cut.headers()).get("__connect.errors.exception.message")).hasSize(4097);

    byte[] longKey = new byte[100_000];
    OutRecord keyCut =
        new DeadLetters("tocsin.dead-letter", "ingest", 1 << 20)
            .of(new OneRecord(longKey, record.value(), TIME), rejection);
    assertThat(keyCut.key()).hasSize(64 << 10);
    assertThat(keyCut.value()).isSameAs(record.value());
    assertThat(texts(keyCut.headers()))
        .containsEntry("tocsin.truncated.key.from", "100000")
        .doesNotContainKey("tocsin.truncated.from");
  }

  private static final java.nio.charset.Charset UTF8 = StandardCharsets.UTF_8;

  private static String text(byte @org.jspecify.annotations.Nullable [] bytes) {
    return bytes == null ? "null" : new String(bytes, UTF8);
  }

  private static Map<String, String> texts(Map<String, byte[]> headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach((name, value) -> texts.put(name, text(value)));
    return texts;
  }
}
