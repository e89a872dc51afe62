package io.tocsin.pipeline.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.event.Labels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {
  private static final Labels LABELS = Labels.of("severity", "critical", "site", "a \"b\" \\ c");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "severity=\"critical\" ; true",
        "severity=critical ; true",
        " severity = \"critical\" ; true",
        "severity=\"crit\" ; false",
        "severity!=\"critical\" ; false",
        "severity=~\"crit\" ; false",
        "severity=~\"crit.*\" ; true",
        "severity=~\"warning|critical\" ; true",
        "severity!~\"crit\" ; true",
        "missing=\"\" ; true",
        "missing!=\"\" ; false",
        "missing=~\".*\" ; true",
        "missing=~\".+\" ; false",
        "site=\"a \\\"b\\\" \\\\ c\" ; true",
        "\"severity\"=\"critical\" ; true",
        "severity= ; false",
      })
  void matchesAsAlertmanagerDoes(String text, boolean expected) {
    assertThat(Matcher.parse(text).matches(LABELS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "severity",
        "=x",
        "severity==\"x\"",
        "a=\"x",
        "a=x\"",
        "a=\"x\"y\"",
        "a=b c",
        "1a=b",
        "a=\"\\q\"",
        "a=\"\\\"",
        "a=\""
      })
  void refuses(String text) {
    assertThatThrownBy(() -> Matcher.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .hasMessageContaining("accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=~\"(\"", "a!~\"[\""})
  void refusesBadExpressions(String text) {
    assertThatThrownBy(() -> Matcher.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a\"")
        .hasMessageContaining("RE2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=\"b\"", "a!=\"\"", "a=~\"x|y\"", "a!~\"\\\\d+\"", "a=\"q\\\"\\n\""})
  void writesWhatItReads(String text) {
    assertThat(Matcher.parse(text).toString()).isEqualTo(text);
  }
}
