package io.tocsin.connectors.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages of further agents, made from their documentation and captures. */
class MoreFormatsTest {
  private static Decoded decode(String codec, String value) {
    return Decoded.by(Codecs.decoder(CodecSettings.of(codec)), value);
  }

  @Test
  void influxLines() {
    Decoded decoded =
        decode(
            "influx",
            """
            cpu,host=raynor,cpu=cpu0 usage_idle=91.5,usage_user=3i,up=true 1458229140000000000
            # a comment
            my\\ disk,host=ray\\,nor,path=/a\\=b text="a, \\"b\\" c=1",used=1e2
            """);
    assertThat(decoded.error()).isEmpty();
    assertThat(decoded.lines())
        .containsExactly(
            "cpu_usage_idle{cpu=\"cpu0\", host=\"raynor\", sensor=\"raynor\"} 91.5 @1458229140000",
            "cpu_usage_user{cpu=\"cpu0\", host=\"raynor\", sensor=\"raynor\"} 3.0 @1458229140000",
            "cpu_up{cpu=\"cpu0\", host=\"raynor\", sensor=\"raynor\"} 1.0 @1458229140000",
            "my disk_used{host=\"ray,nor\", path=\"/a=b\", sensor=\"ray,nor\"} 100.0 @"
                + OneRecord.TIME);
    assertThat(decoded.skips()).containsExactly(EventSink.Skip.TEXT);
  }

  @Test
  void influxErrors() {
    assertThat(decode("influx", "cpu,host=a").error())
        .isEqualTo("malformed: not line protocol: the line ends at column 11; accepted there: ' '");
    assertThat(decode("influx", "cpu,host=a x=1,x=2").error()).contains("\"x\" comes twice");
    assertThat(decode("influx", "cpu,host=a x=one").error())
        .contains("field \"x\" is one; accepted: a number");
    assertThat(decode("influx", "cpu,host=a x=1 never").error()).startsWith("bad_time: ");
    assertThat(decode("influx", "cpu x=1").error()).contains("no sensor");
    assertThat(decode("influx", "cpu,host=a x=\"open").error()).contains("the line ends");
    assertThat(decode("influx", "\n# only this\n").error()).startsWith("empty: ");
  }

  @Test
  void promAdapter() {
    String sample =
        "{\"timestamp\":\"2026-01-31T10:00:00Z\",\"value\":\"VALUE\",\"name\":\"up\","
            + "\"labels\":{\"__name__\":\"up\",\"instance\":\"h:9100\",\"job\":\"node\"}}";
    assertThat(decode("prom_adapter", sample.replace("VALUE", "9876543210")).lines())
        .containsExactly(
            "up{instance=\"h:9100\", job=\"node\", sensor=\"h:9100\"} 9.87654321E9"
                + " @1769853600000");
    for (String odd : List.of("NaN", "+Inf", "-Inf")) {
      Decoded decoded = decode("prom_adapter", sample.replace("VALUE", odd));
      assertThat(decoded.events()).isEmpty();
      assertThat(decoded.skips()).containsExactly(EventSink.Skip.NOT_FINITE);
    }
    assertThat(decode("prom_adapter", sample.replace("VALUE", "0x1p3")).error())
        .startsWith("malformed: \"value\" is \"0x1p3\"; accepted: a number");
  }

  @Test
  void otlp() {
    String request =
        "{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
            + "{\"stringValue\":\"my.service\"}}]},\"scopeMetrics\":[{\"scope\":{\"name\":\"lib\"},"
            + "\"metrics\":[{\"name\":\"my.counter\",\"unit\":\"1\",\"sum\":{"
            + "\"aggregationTemporality\":1,\"isMonotonic\":true,\"dataPoints\":[{\"asDouble\":5,"
            + "\"startTimeUnixNano\":\"1544712660300000000\","
            + "\"timeUnixNano\":\"1544712660300000000\",\"attributes\":[{\"key\":\"my.attr\","
            + "\"value\":{\"stringValue\":\"some value\"}}]}]}},"
            + "{\"name\":\"my.gauge\",\"gauge\":{\"dataPoints\":[{\"asInt\":\"10\","
            + "\"timeUnixNano\":1544712660300000000},{\"flags\":1,\"asInt\":0,"
            + "\"timeUnixNano\":\"1544712660300000000\"}]}},"
            + "{\"name\":\"my.histogram\",\"histogram\":{\"dataPoints\":[{\"count\":\"2\","
            + "\"sum\":3.5,\"timeUnixNano\":\"1544712660300000000\"}]}}]}]}]}";
    Decoded decoded = decode("otlp_json", request);
    String labels = "service_name=\"my.service\"} ";
    assertThat(decoded.error()).isEmpty();
    assertThat(decoded.lines())
        .containsExactly(
            "my_counter{my_attr=\"some value\", sensor=\"my.service\", "
                + labels
                + "5.0 @1544712660300",
            "my_gauge{sensor=\"my.service\", " + labels + "10.0 @1544712660300",
            "my_histogram_count{sensor=\"my.service\", " + labels + "2.0 @1544712660300",
            "my_histogram_sum{sensor=\"my.service\", " + labels + "3.5 @1544712660300");
    assertThat(decoded.skips())
        .containsExactlyInAnyOrder(EventSink.Skip.NULL, EventSink.Skip.UNSUPPORTED);
    assertThat(decode("otlp_json", "{\"resourceLogs\":[]}").error())
        .startsWith("malformed: \"resourceMetrics\" is missing");
  }

  @Test
  void ecs() {
    Decoded decoded =
        decode(
            "ecs",
            "{\"@timestamp\":\"2017-10-12T08:05:34.853Z\",\"event\":{\"dataset\":\"system.cpu\","
                + "\"module\":\"system\",\"duration\":115000},\"host\":{\"name\":\"h1\","
                + "\"cpu\":{\"pct\":0.0457}},\"metricset\":{\"name\":\"cpu\",\"period\":10000},"
                + "\"service\":{\"type\":\"system\"},\"system\":{\"cpu\":{\"cores\":24,"
                + "\"idle\":{\"norm\":{\"pct\":0.9543}}}},\"ecs\":{\"version\":\"8\"}}");
    String labels =
        "{event_dataset=\"system.cpu\", host_name=\"h1\", sensor=\"h1\","
            + " service_type=\"system\"} ";
    assertThat(decoded.lines())
        .containsExactly(
            "host_cpu_pct" + labels + "0.0457 @1507795534853",
            "system_cpu_cores" + labels + "24.0 @1507795534853",
            "system_cpu_idle_norm_pct" + labels + "0.9543 @1507795534853");
  }

  /** Captured from rsyslog 8.2302's omkafka. */
  @Test
  void syslog() {
    Decoded decoded =
        decode(
            "syslog_json",
            "{\"@timestamp\":\"2026-11-22T04:10:23.187310+00:00\", \"host\":\"edge-01\","
                + " \"severity\":\"warning\", \"facility\":\"local3\", \"tag\":\"plc7[12]:\","
                + " \"message\":\" temp=91.4 state=HOT\"}\n");
    assertThat(decoded.events())
        .containsExactly(
            new Report(
                new SensorId("edge-01"),
                "plc7",
                "Syslog",
                Severity.MEDIUM,
                1795320623187L,
                "temp=91.4 state=HOT",
                Map.of("message", "temp=91.4 state=HOT"),
                Map.of("host", "edge-01", "facility", "local3"),
                Labels.of("host", "edge-01", "facility", "local3")));
  }

  /** Captured with kcat. */
  @Test
  void cloudEvents() {
    Map<String, String> headers =
        Map.of(
            "ce_specversion", "1.0",
            "ce_type", "com.example.telemetry",
            "ce_source", "/plant-a/line3",
            "ce_id", "1234",
            "ce_time", "2026-11-22T04:00:00Z",
            "content-type", "application/json");
    String reading =
        "temp{sensor=\"/plant-a/line3\", source=\"/plant-a/line3\","
            + " type=\"com.example.telemetry\"} 91.4 @1795320000000";
    Decoder decoder = Codecs.decoder(CodecSettings.of("cloudevents"));
    assertThat(Decoded.by(decoder, headed(headers, "{\"temp\":91.4,\"state\":\"HOT\"}")).lines())
        .containsExactly(reading);
    String structured =
        "{\"specversion\":\"1.0\",\"type\":\"com.example.telemetry\",\"id\":\"1\","
            + "\"source\":\"/plant-a/line3\",\"time\":\"2026-11-22T04:00:00Z\","
            + "\"data\":{\"temp\":91.4}}";
    Map<String, String> type =
        Map.of("content-type", "application/CloudEvents+json; charset=UTF-8");
    assertThat(Decoded.by(decoder, headed(type, structured)).lines()).containsExactly(reading);
    assertThat(Decoded.by(decoder, "{\"temp\":91.4}").error())
        .contains("\"specversion\" is missing");
  }

  private static OneRecord headed(Map<String, String> headers, String value) {
    return OneRecord.of(value.getBytes(StandardCharsets.UTF_8)).with(headers);
  }
}
