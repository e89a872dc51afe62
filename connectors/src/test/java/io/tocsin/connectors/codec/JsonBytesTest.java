package io.tocsin.connectors.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Labels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the general writer, which is slower and right. */
final class JsonBytesTest {
  private final JsonBytes json = new JsonBytes(4);

  private String written() {
    String text = new String(json.toBytes(), UTF_8);
    json.reset();
    return text;
  }

  private static String general(JsonOut.Writer member) {
    String object = new String(JsonOut.object(member), UTF_8);
    return object.substring("{\"x\":".length(), object.length() - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "quo\"te",
        "back\\slash",
        "tab\there",
        "\u0001\u001f",
        "é",
        "°C",
        "\u007f"
      })
  void stringsAreAsTheGeneralWriterWritesThem(String text) {
    json.string(text);
    // Both are JSON; the letters of an escape may differ in case.
    assertThat(written()).isEqualToIgnoringCase(general(out -> out.writeStringField("x", text)));
  }

  @Test
  void whatHasNoSingleCharIsWrittenAsItIs() {
    json.string("𝄞 clef");
    assertThat(written()).isEqualTo("\"𝄞 clef\"");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0,
        -0.0,
        1,
        -1,
        57.25,
        0.1,
        0.001,
        0.0005,
        1e-7,
        123456.789,
        9999999.999,
        1e7,
        -1e7,
        1e21,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        1.0 / 3,
        2.675,
        -0.125,
        0.045,
        1e6 + 0.001
      })
  void numbersAreAsDoubleToStringHasThem(double value) {
    json.number(value);
    assertThat(written()).isEqualTo(Double.toString(value));
  }

  @Test
  void randomNumbersAreAsDoubleToStringHasThem() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      double value =
          switch (i % 3) {
            case 0 -> random.nextInt(20_000_000) / 1_000.0 - 5_000;
            case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(12) - 4);
            default -> random.nextInt();
          };
      json.number(value);
      String text = written();
      assertThat(Double.parseDouble(text)).isEqualTo(value);
      assertThat(text.length()).isLessThanOrEqualTo(Double.toString(value).length());
    }
  }

  @Test
  void noNumberIsNullAndInfinitiesAreWords() {
    json.number(Double.NaN).number(Double.POSITIVE_INFINITY).number(Double.NEGATIVE_INFINITY);
    assertThat(written()).isEqualTo("null\"+Inf\"\"-Inf\"");
  }

  @Test
  void integersOfAnySize() {
    for (long value :
        new long[] {0, 9, 10, 99, 1_234_567_890_123L, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      json.integer(value);
      assertThat(written()).isEqualTo(Long.toString(value));
    }
  }

  @Test
  void timesAreAsTheGeneralWriterWritesThem() {
    Random random = new Random(9);
    long[] edges = {
      0,
      -1,
      86_399_999,
      86_400_000,
      -62_167_219_200_000L,
      -62_167_219_200_001L,
      253_402_300_800_000L
    };
    for (int i = 0; i < 20_000; i++) {
      long millis = i < edges.length ? edges[i] : random.nextLong() >> (20 + random.nextInt(20));
      json.time(millis);
      assertThat(written()).isEqualTo('"' + JsonOut.time(millis) + '"');
    }
  }

  @Test
  void labelsAreInPrometheusNotation() {
    for (Labels labels :
        new Labels[] {
          Labels.NONE,
          Labels.of("a", "1"),
          Labels.of("__name__", "pressure", "sensor", "pump-7", "site", "plant-a"),
          Labels.of("a", "quo\"te", "b", "line\nbreak", "c", "back\\slash"),
          Labels.of("ort", "Würzburg")
        }) {
      json.labels(labels);
      assertThat(written()).isEqualTo(labels.toString());
    }
  }
}
