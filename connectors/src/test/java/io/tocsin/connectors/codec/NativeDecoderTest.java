package io.tocsin.connectors.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented format, and everything that is not it. */
class NativeDecoderTest {
  private final Decoder decoder = Codecs.decoder(CodecSettings.of("native"));

  private Decoded decode(String json) {
    return Decoded.by(decoder, json.replace('\'', '"'));
  }

  @Test
  void readsAReading() {
    Decoded decoded =
        decode(
            "{'sensor':'pump-7','metric':'pressure','value':3.2,"
                + "'time':'2026-01-31T10:00:00.123Z','labels':{'site':'a'}}");
    assertThat(decoded.lines())
        .containsExactly("pressure{sensor=\"pump-7\", site=\"a\"} 3.2 @1769853600123");
    assertThat(decoder.passThrough()).isTrue();
  }

  @Test
  void knowsTheSensorsBytesWithoutAText() {
    decode("{'sensor':'pump-7','metric':'m','value':1,'time':1769853600123}");
    assertThat(decoder.namesSensor("pump-7".getBytes(UTF_8))).isTrue();
    assertThat(decoder.namesSensor("pump-8".getBytes(UTF_8))).isFalse();
    assertThat(decoder.namesSensor("pump-77".getBytes(UTF_8))).isFalse();
    decode("{'sensor':'pump\\u002d7','metric':'m','value':1,'time':1769853600123}");
    assertThat(decoder.namesSensor("pump\\u002d7".getBytes(UTF_8)))
        .as("bytes of an escape are not the name")
        .isFalse();
  }

  @Test
  void readsSeveralValuesAtOnce() {
    Decoded decoded =
        decode(
            "{ 'values' : { 'pressure':3.2 , 'temp':-80.1e0 }, 'labels':{},\t"
                + "'sensor':'pump-7', 'time':1769853600123 }\r\n");
    assertThat(decoded.lines())
        .containsExactly(
            "pressure{sensor=\"pump-7\"} 3.2 @1769853600123",
            "temp{sensor=\"pump-7\"} -80.1 @1769853600123");
    assertThat(decoder.passThrough()).isFalse();
  }

  @Test
  void readsAReport() {
    Decoded decoded =
        decode(
            "{'sensor':'nas','component':'sda','type':'DiskError','severity':'error',"
                + "'time':1769853600123,'message':'bad\\nblock','details':{'lba':12345,'at':[1, 2]},"
                + "'context':{'host':'h1','none':null},'labels':{'site':'b'},'extra':[{}]}");
    assertThat(decoded.events())
        .containsExactly(
            new Report(
                new SensorId("nas"),
                "sda",
                "DiskError",
                Severity.HIGH,
                1769853600123L,
                "bad\nblock",
                Map.of("lba", "12345", "at", "[1,2]"),
                Map.of("host", "h1", "none", "null"),
                Labels.of("site", "b")));
  }

  @Test
  void aReportsDefaultsAreItsSensorAndMedium() {
    Report report = (Report) decode("{'sensor':'nas','type':'Full'}").events().get(0);
    assertThat(report.component()).isEqualTo("nas");
    assertThat(report.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(report.time()).isEqualTo(OneRecord.TIME);
    assertThat(decoder.passThrough()).as("its time is the record's").isFalse();
  }

  @Test
  void nullCountsAsAbsent() {
    assertThat(
            decode(
                    "{'sensor':'a','metric':'m','value':1,'time':null,'labels':null,'values':null,"
                        + "'type':null}")
                .lines())
        .containsExactly("m{sensor=\"a\"} 1.0 @" + OneRecord.TIME);
  }

  @Test
  void aSeriesIsOneObjectHoweverItIsWritten() {
    Reading first = reading("{'sensor':'ä','metric':'m','value':1,'labels':{'a':'1','b':'2'}}");
    Reading same = reading("{'sensor':'ä','metric':'m','value':2,'labels':{'a':'1','b':'2'}}");
    Reading other =
        reading("{'labels':{ 'b':'2', '\\u0061':'1'},'sensor':'\\u00e4','value':3,'metric':'m'}");
    assertThat(same.series()).isSameAs(first.series());
    assertThat(other.series()).isSameAs(first.series());
  }

  private Reading reading(String json) {
    return (Reading) decode(json).events().get(0);
  }

  @Test
  void stretchesThatShareTheirBytesAreDifferentSeries() {
    assertThat(decode("{'sensor':'ab','metric':'c','value':1}").lines())
        .containsExactly("c{sensor=\"ab\"} 1.0 @" + OneRecord.TIME);
    assertThat(decode("{'sensor':'a','metric':'bc','value':1}").lines())
        .containsExactly("bc{sensor=\"a\"} 1.0 @" + OneRecord.TIME);
  }

  @Test
  void moreSeriesThanAreRememberedAreStillRight() {
    Decoder small = new NativeDecoder(1 << 20, 1);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 25_000; i++) {
        Decoded decoded =
            Decoded.by(small, "{\"sensor\":\"s\",\"metric\":\"m" + i + "\",\"value\":1}");
        assertThat(decoded.lines())
            .containsExactly("m" + i + "{sensor=\"s\"} 1.0 @" + OneRecord.TIME);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T10:00:00Z, 1769853600000",
    "2026-01-31T10:00Z, 1769853600000",
    "2026-01-31t10:00:00.1z, 1769853600100",
    "2026-01-31 10:00:00.123456789Z, 1769853600123",
    "'2026-01-31T10:00:00,5Z', 1769853600500",
    "2026-01-31T12:00:00+02:00, 1769853600000",
    "2026-01-31T04:30:00-0530, 1769853600000",
    "2026-01-31T09:00:00-01, 1769853600000",
    "2024-02-29T00:00:00Z, 1709164800000",
    "1969-12-31T23:59:59.999Z, -1",
    "2016-12-31T23:59:60Z, 1483228800000",
  })
  void readsTimes(String text, long millis) {
    assertThat(decode("{'sensor':'a','metric':'m','value':1,'time':'" + text + "'}").lines())
        .containsExactly("m{sensor=\"a\"} 1.0 @" + millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'2026-01-31T10:00:00'",
        "'2026-01-31'",
        "'2026-02-29T10:00:00Z'",
        "'2026-13-01T10:00:00Z'",
        "'2026-01-31T24:00:00Z'",
        "'2026-01-31T10:60:00Z'",
        "'2026-01-31T10:00:61Z'",
        "'2026-01-31T10:00:00.Z'",
        "'2026-01-31T10:00:00+19:00'",
        "'2026-01-31T10:00:00+18:01'",
        "'2026-01-31T10:00:00+1:00'",
        "'2026-01-31T10:00:00Zz'",
        "'1769853600123'",
        "'yesterday'",
        "''",
        "true",
        "[]",
        "0",
        "-1",
        "1769853600",
        "1769853600123000",
        "1e300",
      })
  void refusesTimes(String time) {
    assertThat(decode("{'sensor':'a','metric':'m','value':1,'time':" + time + "}").error())
        .startsWith("bad_time: ")
        .contains("accepted: ISO-8601");
  }

  @Test
  void epochSecondsAreToldAsSuch() {
    assertThat(decode("{'sensor':'a','metric':'m','value':1,'time':1769853600}").error())
        .contains("looks like epoch seconds", "1769853600", "1970-01-21", "1000");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'metric':'m','value':1} | \"sensor\" is missing",
        "{'sensor':null,'metric':'m','value':1} | \"sensor\" is missing",
        "{'sensor':'','metric':'m','value':1} | \"sensor\" is empty",
        "{'sensor':7,'metric':'m','value':1} | \"sensor\" is `7`; accepted: text",
        "{'sensor':'a','metric':'','value':1} | \"metric\" is empty",
        "{'sensor':'a','metric':'m'} | \"value\" is missing",
        "{'sensor':'a','metric':'m','value':null} | \"value\" is missing",
        "{'sensor':'a','value':1} | \"metric\" is missing",
        "{'sensor':'a'} | no event",
        "{} | \"sensor\" is missing",
        "{'sensor':'a','metric':'m','value':1,'values':{'m':1}} | more than one kind",
        "{'sensor':'a','type':'T','values':{'m':1}} | more than one kind",
        "{'sensor':'a','metric':'m','value':'1'} | \"value\" is `\"1\"`; accepted: a number",
        "{'sensor':'a','metric':'m','value':true} | \"value\" is `true`",
        "{'sensor':'a','metric':'m','value':[1]} | \"value\" is `[1]`",
        "{'sensor':'a','metric':'m','value':NaN} | accepted there: a number",
        "{'sensor':'a','metric':'m','value':01} | accepted there: a number",
        "{'sensor':'a','metric':'m','value':1.} | digits after the point",
        "{'sensor':'a','metric':'m','value':.5} | accepted there: a number",
        "{'sensor':'a','metric':'m','value':+5} | accepted there: a number",
        "{'sensor':'a','metric':'m','value':1e} | digits of an exponent",
        "{'sensor':'a','values':{}} | \"values\" has no member",
        "{'sensor':'a','values':{'m':null}} | \"values\" is `null`; accepted: a number",
        "{'sensor':'a','values':{'m':1,'m':2}} | \"values\" has \"m\" twice",
        "{'sensor':'a','values':{'m':1,'\\u006d':2}} | \"values\" has \"m\" twice",
        "{'sensor':'a','sensor':'a','metric':'m','value':1} | \"sensor\" comes twice",
        "{'sensor':'a','metric':'m','value':1,'labels':['x']} | \"labels\" is `[\"x\"]`",
        "{'sensor':'a','metric':'m','value':1,'labels':{'x':1}} | label \"x\" is `1`; accepted: text",
        "{'sensor':'a','metric':'m','value':1,'labels':{'x':'1','x':'2'}} | \"labels\" has \"x\" twice",
        "{'sensor':'a','metric':'m','value':1,'labels':{'':'1'}} | \"labels\" is empty",
        "{'sensor':'a','type':'T','severity':'bad'} | CRITICAL (alert, crit",
        "{'sensor':'a','type':'T','severity':5} | \"severity\" is `5`; accepted: text",
        "{'sensor':'a','type':'T','details':'x'} | \"details\" is `\"x\"`; accepted: an object",
        "{'sensor':'a','type':''} | \"type\" is empty",
        "{'sensor':'a','metric':'m','value':1}} | nothing after the object",
        "{'sensor':'a','metric':'m','value':1},{} | nothing after the object",
        "{'sensor':'a','metric':'m','value':1,} | a string",
        "{'sensor':'a','metric':'m','value':1 | ends at byte",
        "{'sensor':'a | ends a string",
        "['sensor'] | accepted there: '{'",
        "{'sensor':'\\x','metric':'m','value':1} | at byte 11",
        "{'sensor':'\\ud800','metric':'m','value':1} | whole pairs",
        "{sensor:1} | a string",
      })
  void refuses(String json, String message) {
    assertThat(decode(json).error()).startsWith("malformed: ").contains(message);
    assertThat(decode(json).events()).isEmpty();
  }

  @Test
  void refusesWhatIsTooLarge() {
    String long513 = "x".repeat(513);
    assertThat(decode("{'sensor':'" + long513 + "','metric':'m','value':1}").error())
        .startsWith("too_large: \"sensor\"")
        .contains("513 characters; accepted: at most 512");
    assertThat(decode("{'sensor':'a','metric':'" + long513 + "','value':1}").error())
        .startsWith("too_large: \"metric\"");
    String many =
        IntStream.range(0, 65).mapToObj(i -> "'l" + i + "':'v'").collect(Collectors.joining(","));
    assertThat(decode("{'sensor':'a','metric':'m','value':1,'labels':{" + many + "}}").error())
        .startsWith("too_large: \"labels\"");
    String values =
        IntStream.range(0, 10_001).mapToObj(i -> "'m" + i + "':1").collect(Collectors.joining(","));
    assertThat(decode("{'sensor':'a','values':{" + values + "}}").error())
        .startsWith("too_large: \"values\"");
    Decoder small = Codecs.decoder(CodecSettings.of("native").withMaxBytes(10));
    assertThat(Decoded.by(small, "{\"sensor\":1}").error())
        .isEqualTo("too_large: the value has 12 bytes; accepted: at most 10");
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(100) + "]".repeat(100);
    assertThat(decode("{'sensor':'a','metric':'m','value':1,'x':" + deep + "}").error())
        .startsWith("malformed: JSON nested deeper than 64");
    String fine = "[".repeat(60) + "]".repeat(60);
    assertThat(decode("{'sensor':'a','metric':'m','value':1,'x':" + fine + "}").events())
        .hasSize(1);
  }

  @Test
  void emptyIsNotMalformed() {
    assertThat(Decoded.by(decoder, OneRecord.of((byte[]) null)).error()).startsWith("empty: ");
    assertThat(decode("").error()).startsWith("empty: ");
    assertThat(decode(" \n").error()).startsWith("empty: ");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    assertThat(decode("\uFEFF{}").error()).contains("byte order mark");
    byte[] latin =
        "{\"sensor\":\"caf\u00e9\",\"metric\":\"m\",\"value\":1}"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Decoded.by(decoder, OneRecord.of(latin)).error())
        .contains("byte 14 is 0xE9, which is not UTF-8");
    byte[] tail =
        "{\"sensor\":\"a\",\"metric\":\"m\",\"value\":1}\u00ff"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Decoded.by(decoder, OneRecord.of(tail)).error()).contains("nothing after");
    byte[] utf16 = "{\"sensor\":\"a\"}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(Decoded.by(decoder, OneRecord.of(utf16)).error()).startsWith("malformed: ");
  }

  @Test
  void infinityIsNotFinite() {
    assertThat(decode("{'sensor':'a','metric':'m','value':1e999}").error())
        .isEqualTo("not_finite: \"value\" is `1e999`; accepted: numbers that a double can hold");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1",
        "-1",
        "0.1",
        "3.2",
        "1e22",
        "1e23",
        "123456789012345678",
        "9007199254740993",
        "0.000001",
        "1e-22",
        "1.7976931348623157e308",
        "4.9e-324",
        "2.2250738585072011e-308",
        "1E+5",
        "1e-400",
        "0.30000000000000004",
        "179769313486231570000000000000000000000e270"
      })
  void numbersAreExact(String number) {
    assertThat(reading("{'sensor':'a','metric':'m','value':" + number + "}").value())
        .isEqualTo(Double.parseDouble(number));
  }
}
