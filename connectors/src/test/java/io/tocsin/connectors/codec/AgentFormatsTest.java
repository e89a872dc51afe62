package io.tocsin.connectors.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages as other agents write them, and the registry. */
class AgentFormatsTest {
  private static final String TELEGRAF =
      "{\"fields\":{\"field_1\":30,\"field_2\":4,\"field_N\":59,\"n_images\":660},"
          + "\"name\":\"docker\",\"tags\":{\"host\":\"raynor\"},\"timestamp\":1458229140}\n";

  /** Captured from collectd 5.12's write_kafka. */
  private static final String COLLECTD =
      "[{\"values\":[1.5107421875,1.6318359375,1.220703125],"
          + "\"dstypes\":[\"gauge\",\"gauge\",\"gauge\"],"
          + "\"dsnames\":[\"shortterm\",\"midterm\",\"longterm\"],\"time\":1795320615.171,"
          + "\"interval\":1.000,\"host\":\"edge-01.plant-a\",\"plugin\":\"load\","
          + "\"plugin_instance\":\"\",\"type\":\"load\",\"type_instance\":\"\"}]";

  private final Decoder telegraf = Codecs.decoder(CodecSettings.of("telegraf_json"));
  private final Decoder collectd = Codecs.decoder(CodecSettings.of("collectd_json"));

  @Test
  void telegrafsFieldsAreMetrics() {
    String series = "{host=\"raynor\", sensor=\"raynor\"} ";
    assertThat(Decoded.by(telegraf, TELEGRAF).lines())
        .containsExactly(
            "docker_field_1" + series + "30.0 @1458229140000",
            "docker_field_2" + series + "4.0 @1458229140000",
            "docker_field_N" + series + "59.0 @1458229140000",
            "docker_n_images" + series + "660.0 @1458229140000");
  }

  @Test
  void telegrafsBatchFormIsReadToo() {
    assertThat(Decoded.by(telegraf, "{\"metrics\":[" + TELEGRAF + "," + TELEGRAF + "]}").events())
        .hasSize(8);
  }

  @Test
  void telegrafsOtherFields() {
    Decoded decoded =
        Decoded.by(
            telegraf,
            "{\"name\":\"sys\",\"tags\":{\"host\":\"h\"},\"timestamp\":1458229140123456789,"
                + "\"fields\":{\"up\":true,\"text\":\"1 day\",\"big\":9223372036854775807}}");
    assertThat(decoded.lines())
        .containsExactly(
            "sys_up{host=\"h\", sensor=\"h\"} 1.0 @1458229140123",
            "sys_big{host=\"h\", sensor=\"h\"} 9.223372036854776E18 @1458229140123");
    assertThat(decoded.skips()).containsExactly(EventSink.Skip.TEXT);
  }

  @Test
  void telegrafsTimestampUnitIsASetting() {
    Decoder millis =
        Codecs.decoder(
            CodecSettings.of("telegraf_json").withTimestampUnit(TimestampUnit.MILLISECONDS));
    assertThat(Decoded.by(millis, TELEGRAF).error())
        .startsWith("bad_time: ")
        .contains("timestamp_unit ms", "auto, s, ms, us, ns");
  }

  @Test
  void telegrafsSensorComesFromTags() {
    Decoder two =
        Codecs.decoder(CodecSettings.of("telegraf_json").withSensorId(List.of("host", "sensor")));
    String tagged = TELEGRAF.replace("\"host\":\"raynor\"", "\"host\":\"h\",\"sensor\":\"p7\"");
    assertThat(Decoded.by(two, tagged).events().get(0).sensor().value()).isEqualTo("h/p7");
    assertThat(Decoded.by(two, TELEGRAF).events().get(0).sensor().value()).isEqualTo("raynor");
    assertThat(Decoded.by(two, TELEGRAF.replace("host", "node")).error())
        .isEqualTo(
            "malformed: no sensor: none of the labels [host, sensor] (sensor_id) is in"
                + " {node=\"raynor\"}; accepted: at least one of them");
  }

  @Test
  void collectdsDataSourcesAreMetrics() {
    String series = "{host=\"edge-01.plant-a\", plugin=\"load\", sensor=\"edge-01.plant-a\"} ";
    assertThat(Decoded.by(collectd, COLLECTD).lines())
        .containsExactly(
            "load_shortterm" + series + "1.5107421875 @1795320615171",
            "load_midterm" + series + "1.6318359375 @1795320615171",
            "load_longterm" + series + "1.220703125 @1795320615171");
  }

  @Test
  void collectdsNullIsNotZero() {
    String first =
        "[{\"values\":[null,12],\"dstypes\":[\"derive\",\"derive\"],\"dsnames\":[\"rx\",\"value\"],"
            + "\"time\":1795320615.170,\"interval\":1.000,\"host\":\"e\",\"plugin\":\"interface\","
            + "\"plugin_instance\":\"lo\",\"type\":\"if_packets\",\"type_instance\":\"x\"}]";
    Decoded decoded = Decoded.by(collectd, first);
    assertThat(decoded.lines())
        .containsExactly(
            "interface_if_packets{host=\"e\", plugin=\"interface\", plugin_instance=\"lo\","
                + " sensor=\"e\", type_instance=\"x\"} 12.0 @1795320615170");
    assertThat(decoded.skips()).containsExactly(EventSink.Skip.NULL);
  }

  @Test
  void whatIsNeitherIsRefused() {
    assertThat(Decoded.by(telegraf, COLLECTD).error()).startsWith("malformed: \"the value\" is [");
    assertThat(Decoded.by(collectd, TELEGRAF).error()).contains("an array of value lists");
    assertThat(Decoded.by(telegraf, "nonsense").error()).startsWith("malformed: not JSON: ");
    assertThat(Decoded.by(telegraf, "").error()).startsWith("empty: ");
    assertThat(Decoded.by(telegraf, " ").error()).startsWith("empty: ");
    assertThat(Decoded.by(telegraf, "{\"name\":1}").error())
        .isEqualTo("malformed: \"name\" is 1; accepted: text");
  }

  @Test
  void theRegistryIsClosed() {
    assertThatThrownBy(() -> Codecs.decoder(CodecSettings.of("sparkplug_b")))
        .hasMessage(
            "codec \"sparkplug_b\" is not supported yet; accepted: "
                + String.join(", ", Codecs.NAMES));
    assertThatThrownBy(() -> Codecs.decoder(CodecSettings.of("xml")))
        .hasMessageStartingWith("codec \"xml\"; accepted: native");
  }
}
