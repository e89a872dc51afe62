package io.tocsin.connectors.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The alert topic's contract. */
class AlertCodecTest {
  private static final Labels LABELS =
      Labels.of("alertname", "TempHigh", "sensor", "pump-7", "severity", "critical");

  private static Alert alert(
      AlertStatus status, long endsAt, double value, @Nullable Expected expected) {
    return new Alert(
        status,
        LABELS,
        Map.of("summary", "hot \"é\"", "a", "b"),
        1769853600000L,
        endsAt,
        Fingerprint.of(LABELS),
        value,
        expected,
        "plant/TempHigh",
        2,
        1,
        "condition",
        false,
        "91.4 is above 90");
  }

  @Test
  void theValueHasTheContractsFieldsInItsOrder() {
    Alert alert = alert(AlertStatus.FIRING, Alert.OPEN, 91.4, new Expected(-1 / 0.0, 90));
    assertThat(new String(AlertCodec.value(alert), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"status\":\"firing\",\"labels\":{\"alertname\":\"TempHigh\",\"sensor\":\"pump-7\","
                + "\"severity\":\"critical\"},\"annotations\":{\"a\":\"b\","
                + "\"summary\":\"hot \\\"é\\\"\"},\"startsAt\":\"2026-01-31T10:00:00.000Z\","
                + "\"endsAt\":null,\"fingerprint\":\""
                + Fingerprint.of(LABELS)
                + "\",\"value\":91.4,\"expected\":{\"low\":\"-Inf\",\"high\":90.0},"
                + "\"rule\":\"plant/TempHigh\",\"rule_version\":2,\"revision\":1,"
                + "\"reason\":\"condition\",\"historical\":false,"
                + "\"explanation\":\"91.4 is above 90\"}");
  }

  @Test
  void theValueIsAsTheGeneralWriterWritesIt() {
    Labels odd = Labels.of("a", "quo\"te", "ort", "Würzburg", "z", "line\nbreak\\");
    for (AlertStatus status : AlertStatus.values()) {
      for (double value : new double[] {0, -0.0, 119.53, 1 / 3.0, Double.NaN, -1 / 0.0}) {
        Alert plain = alert(status, Alert.OPEN, value, new Expected(value, 3));
        Alert full =
            new Alert(
                status,
                odd,
                value > 0 ? Map.of() : Map.of("one", "°C\t\u0007"),
                -1,
                1769853660001L,
                "f",
                value,
                null,
                "g/ü",
                0,
                Integer.MAX_VALUE,
                "stale",
                true,
                "");
        assertThat(AlertCodec.value(plain))
            .isEqualTo(JsonOut.object(json -> JsonOut.alert(json, plain)));
        assertThat(AlertCodec.value(full))
            .isEqualTo(JsonOut.object(json -> JsonOut.alert(json, full)));
      }
    }
  }

  @Test
  void headersAreCloudEventsInBinaryMode() {
    Map<String, String> headers = new LinkedHashMap<>();
    AlertCodec.headers(alert(AlertStatus.RESOLVED, 1769853660000L, 91.4, null))
        .forEach((name, value) -> headers.put(name, new String(value, StandardCharsets.UTF_8)));
    assertThat(headers)
        .containsExactly(
            Map.entry("ce_specversion", "1.0"),
            Map.entry("ce_id", Fingerprint.of(LABELS) + "-1769853600000-1"),
            Map.entry("ce_source", "/tocsin"),
            Map.entry("ce_type", "io.tocsin.alert.resolved"),
            Map.entry("ce_time", "2026-01-31T10:01:00.000Z"),
            Map.entry("ce_subject", "pump-7"),
            Map.entry("content-type", "application/json"));
  }

  @Test
  void headersAreAMapAsAnyOther() {
    Alert alert = alert(AlertStatus.FIRING, Alert.OPEN, 91.4, null);
    Map<String, byte[]> headers = AlertCodec.headers(alert);
    assertThat(headers).hasSize(7).containsKey("ce_id").doesNotContainKey("ce_other");
    assertThat(headers.get("ce_subject")).isEqualTo("pump-7".getBytes(UTF));
    assertThat(new LinkedHashMap<>(headers).keySet()).containsExactlyElementsOf(headers.keySet());
  }

  @Test
  void comesBackAsItWent() {
    for (AlertStatus status : AlertStatus.values()) {
      for (double value : new double[] {0, -1.5e-300, Double.NaN, 1 / 0.0, -1 / 0.0}) {
        Alert open = alert(status, Alert.OPEN, value, null);
        assertThat(AlertCodec.read(AlertCodec.value(open))).isEqualTo(open);
        Alert ended = alert(status, 1769853660001L, value, new Expected(value, 3));
        assertThat(AlertCodec.read(AlertCodec.value(ended))).isEqualTo(ended);
      }
    }
  }

  @Test
  void errorsNameMemberValueAndWhatIsAccepted() {
    assertThatThrownBy(() -> AlertCodec.read("{\"status\":\"fire\"}".getBytes(UTF)))
        .hasMessage(
            "\"status\" is \"fire\"; accepted: firing, amended, withdrawn, unknown, resolved");
    assertThatThrownBy(() -> AlertCodec.read("{\"status\":\"firing\"}".getBytes(UTF)))
        .hasMessage("\"labels\" is missing; accepted: an object");
    assertThatThrownBy(() -> AlertCodec.read("[]".getBytes(UTF)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final java.nio.charset.Charset UTF = StandardCharsets.UTF_8;
}
