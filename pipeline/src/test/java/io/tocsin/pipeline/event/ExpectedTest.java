package io.tocsin.pipeline.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedTest {
  @ParameterizedTest
  @CsvSource({
    "3, 5, <3.0> to <5.0>",
    "4, 4, <4.0>",
    "-Infinity, 90, at most <90.0>",
    "5, Infinity, at least <5.0>",
    "-Infinity, Infinity, anything",
  })
  void aRangeInWords(double low, double high, String text) {
    assertThat(new Expected(low, high).text(number -> "<" + number + ">")).isEqualTo(text);
  }
}
