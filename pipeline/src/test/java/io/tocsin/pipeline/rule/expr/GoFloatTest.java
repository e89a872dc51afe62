package io.tocsin.pipeline.rule.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFloatTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "-0.0, -0, -0",
    "1, 1, 1",
    "100000, 100000, 100000",
    "1000000, 1e+06, 1000000",
    "123456789, 1.23456789e+08, 123456789",
    "0.0001, 0.0001, 0.0001",
    "0.00001, 1e-05, 0.00001",
    "-1.5e-7, -1.5e-07, -0.00000015",
    "0.1, 0.1, 0.1",
    "2e-3, 0.002, 0.002",
    "1e100, 1e+100, 10000000000000000000000000000000000000000000000000000000000000000000000000000"
        + "000000000000000000000000",
    "4.9E-324, 5e-324, ",
    "2.2250738585072014E-308, 2.2250738585072014e-308, ",
    "1.7976931348623157E308, 1.7976931348623157e+308, ",
    "9007199254740993, 9.007199254740992e+15, 9007199254740992",
    "Infinity, +Inf, +Inf",
    "-Infinity, -Inf, -Inf",
    "NaN, NaN, NaN",
  })
  void writesAsGoDoes(double value, String general, String plain) {
    assertThat(GoFloat.general(value)).isEqualTo(general);
    if (plain != null) {
      assertThat(GoFloat.plain(value)).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0", "1234, 1234", "12345, 1.234e+04", "12355, 1.236e+04", "0.00012345, 0.0001234",
    "0.000012345, 1.234e-05", "999.96, 1000", "100, 100", "99996, 1e+05", "3.14159, 3.142",
  })
  void roundsToFourDigitsAsGoDoes(double value, String expected) {
    assertThat(GoFloat.general(value, 4)).isEqualTo(expected);
  }

  @Test
  void readsBackExactlyAndIsNeverLongerThanJavas() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = GoFloat.general(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        int digits = new BigDecimal(text).stripTrailingZeros().precision();
        int javas = new BigDecimal(Double.toString(value)).stripTrailingZeros().precision();
        assertThat(digits).isLessThanOrEqualTo(javas);
      }
    }
  }
}
