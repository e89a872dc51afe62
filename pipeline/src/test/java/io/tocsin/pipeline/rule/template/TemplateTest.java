package io.tocsin.pipeline.rule.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Labels;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  private static final Labels LABELS = Labels.of("sensor", "press-1", "line", "a b", "n", "1536");

  private static String expand(String text, double value) {
    Template.Compiled compiled = Template.compile(text);
    assertThat(compiled.problem()).isEmpty();
    return compiled.template().orElseThrow().expand(new TemplateData(LABELS, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      textBlock =
          """
          {{ $labels.sensor }} at {{ $value }} °C              ~ 91.5       ~ press-1 at 91.5 °C
          {{$value}}                                           ~ 1000000    ~ 1e+06
          {{ .Value }}/{{ .Labels.sensor }}/{{ $.Value }}      ~ 3          ~ 3/press-1/3
          {{ $labels.missing }}|                               ~ 1          ~ |
          {{ $labels }}                                        ~ 1          ~ map[line:a b n:1536 sensor:press-1]
          {{ $value | humanize }}                              ~ 1234567    ~ 1.235M
          {{ humanize $value }}                                ~ 0.00123    ~ 1.23m
          {{ humanize $value }}                                ~ NaN        ~ NaN
          {{ humanize $value }}                                ~ Infinity   ~ +Inf
          {{ $value | humanize1024 }}                          ~ 1048576    ~ 1Mi
          {{ $labels.n | humanize1024 }}                       ~ 0          ~ 1.5ki
          {{ $value | humanizePercentage }}                    ~ 0.12345    ~ 12.35%
          {{ $value | humanizeDuration }}                      ~ 90061.5    ~ 1d 1h 1m 1s
          {{ $value | humanizeDuration }}                      ~ 3661       ~ 1h 1m 1s
          {{ $value | humanizeDuration }}                      ~ 61.9       ~ 1m 1s
          {{ $value | humanizeDuration }}                      ~ 59.96      ~ 59.96s
          {{ $value | humanizeDuration }}                      ~ -0.0025    ~ -2.5ms
          {{ $value | humanizeTimestamp }}                     ~ 1435065584.128 ~ 2015-06-23 13:19:44.128 +0000 UTC
          {{ printf "%.2f" $value }}                           ~ 2.345      ~ 2.35
          |{{ printf "%6.1f|%-6.1f|%06.1f" $value $value $value }} ~ -2.25   ~ |  -2.2|-2.2  |-002.2
          {{ printf "%d" $value }}                             ~ 3          ~ %!d(float64=3)
          {{ printf "%s is %v %q" $labels.sensor $value "x" }} ~ 1e21       ~ press-1 is 1e+21 "x"
          {{ printf "%e %g %.3g %%" $value $value $value }}    ~ 12345.678  ~ 1.234568e+04 12345.678 1.23e+04 %
          {{ printf "%s" }}                                    ~ 1          ~ %!s(MISSING)
          {{ printf "x" 1 }}                                   ~ 1          ~ x%!(EXTRA int=1)
          {{ $value | printf "%.1f" | title }}                 ~ 1.25       ~ 1.2
          {{ $labels.line | title }} {{ toUpper "ab" }}        ~ 1          ~ A B AB
          {{ if gt $value 5.0 }}hot{{ else }}cold{{ end }}     ~ 6          ~ hot
          {{ if gt $value 5.0 }}hot{{ else if lt $value 0.0 }}frost{{ else }}cold{{ end }} ~ -1 ~ frost
          {{ if and $labels.sensor (eq $labels.line "a b") }}y{{ end }} ~ 1  ~ y
          {{ if or $labels.none $labels.sensor }}y{{ end }}    ~ 1          ~ y
          {{ if not $labels.none }}y{{ end }}                  ~ 1          ~ y
          {{ with $labels.sensor }}<{{ . }}>{{ end }}          ~ 1          ~ <press-1>
          {{ with $labels.none }}x{{ else }}none{{ end }}      ~ 1          ~ none
          a {{- /* quiet */ -}} b {{- $value -}} c             ~ 1          ~ ab1c
          {{ `a}}b` }}{{ "\\"}}" }}                            ~ 1          ~ a}}b"}}
          {{ reReplaceAll "(.*)-(\\\\d)" "$2:${1}x" $labels.sensor }} ~ 1   ~ 1:pressx
          {{ match "pre.*" $labels.sensor }}                   ~ 1          ~ true
          {{ index $labels "sensor" }} {{ len $labels.sensor }} ~ 1         ~ press-1 7
          {{ print 1 2 "a" 3 }}                                ~ 1          ~ 1 2a3
          {{ "x.example.com:80" | stripDomain }}               ~ 1          ~ x:80
          {{ "x.example.com:80" | stripPort }}                 ~ 1          ~ x.example.com
          """)
  void expandsAsPrometheusDoes(String text, double value, String expected) {
    assertThat(expand(text, value)).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      textBlock =
          """
          {{ humanise $value }}             ~ 3  ~ unknown function "humanise"
          {{ query "up" }}                  ~ 3  ~ query needs a query, which a stream cannot answer
          {{ $lables.x }}                   ~ 3  ~ unknown variable $lables; known: $labels, $value
          {{ $x := 1 }}                     ~ 3  ~ variables of your own are not supported
          {{ range query "up" }}x{{ end }}  ~ 3  ~ range is not supported
          {{ if $value }}x                  ~ 0  ~ {{if}} has no {{end}}
          x{{ end }}                        ~ 1  ~ {{end}} without an open if or with
          {{ $value                         ~ 0  ~ the placeholder that begins here has no end
          {{ }}                             ~ 0  ~ the placeholder is empty
          {{ gt $value 5 }}                 ~ 3  ~ incompatible types for comparison: float64 and int; $value is a fraction
          {{ toUpper $value }}              ~ 3  ~ not a text: 0
          {{ .Lables.x }}                   ~ 0  ~ there is no .Lables; known: .Labels, .Value
          {{ $value | $labels }}            ~ 12 ~ only a function can take what is piped into it
          {{ $value $value }}               ~ 10 ~ unexpected "$value" in a placeholder
          {{ humanize }}                    ~ 3  ~ wrong number of arguments for humanize: got 0
          {{ reReplaceAll "(" "" "x" }}     ~ 3  ~ not an RE2 pattern
          """)
  void refusesAtCheckTime(String text, int offset, String message) {
    TemplateProblem problem = Template.compile(text).problem().orElseThrow();
    assertThat(problem.message()).startsWith(message);
    assertThat(problem.offset()).isEqualTo(offset);
  }

  @Test
  void suggestsTheNearestFunction() {
    assertThat(Template.compile("{{ humanise 1 }}").problem().orElseThrow().suggestion())
        .isEqualTo("humanize");
  }

  @Test
  void saysInTheTextWhatFailsLater() {
    String text = "{{ if $labels.sensor }}{{ humanize $labels.sensor }}{{ end }}";
    assertThat(expand(text, 1)).isEqualTo("<error expanding template: not a number: \"press-1\">");
  }

  @Test
  void randomTextsNeverBreakIt() {
    List<String> words =
        List.of(
            "{{",
            "}}",
            "{{-",
            "-}}",
            " ",
            "$labels",
            ".x",
            "$value",
            "if",
            "else",
            "end",
            "with",
            "|",
            "(",
            ")",
            "printf",
            "\"%5.2f\"",
            "\"",
            "`",
            "humanize",
            "eq",
            "1",
            "2.5",
            "/*",
            "*/",
            "\\",
            ".",
            "$",
            "-",
            "and",
            "é",
            "\n",
            "reReplaceAll",
            "\"(\"",
            ":=",
            "range");
    Random random = new Random(3);
    int compiled = 0;
    for (int i = 0; i < 40_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "{{ " : "");
      for (int n = random.nextInt(9); n >= 0; n--) {
        text.append(words.get(random.nextInt(words.size())))
            .append(random.nextBoolean() ? " " : "");
      }
      text.append(random.nextBoolean() ? " }}" : "");
      Template.Compiled result = Template.compile(text.toString());
      assertThat(result.template().isPresent()).isNotEqualTo(result.problem().isPresent());
      if (result.template().isPresent()) {
        compiled++;
        result.template().get().expand(new TemplateData(LABELS, 1.5));
      }
    }
    assertThat(compiled).isGreaterThan(1_000);
  }
}
