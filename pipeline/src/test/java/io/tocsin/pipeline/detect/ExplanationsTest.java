package io.tocsin.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-3, -3",
    "119.5, 119.5",
    "0.1, 0.1",
    "1234.5678, 1234.57",
    "-0.00012345678, -0.000123457",
    "99999.95, 100000",
    "999998.5, 999999",
    "1234567.5, 1.23457e+06",
    "0.0000125, 1.25e-05",
    "1e20, 1e+20",
    "NaN, NaN",
    "Infinity, Infinity"
  })
  void numbersHaveSixDigitsAtMost(double value, String text) {
    assertThat(Explanations.number(value)).isEqualTo(text);
  }
}
