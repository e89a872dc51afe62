package io.tocsin.deploy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusImportTest {
  private static Carried convert(String... lines) {
    return PrometheusImport.convert("theirs.yaml", String.join("\n", lines), "instance");
  }

  private static Carried rule(String expr) {
    return convert("groups: [{ name: g, rules: [{ alert: A, expr: '" + expr + "' }] }]");
  }

  @Test
  void carriesWhatIsTheSameHere() {
    Carried made =
        convert(
            "groups:",
            "- name: g",
            "  interval: 30s",
            "  rules:",
            "  - alert: A",
            "    expr: up == 0",
            "    for: 5m",
            "    labels: { severity: page }",
            "    annotations: { summary: '{{ $labels.instance }} is \"down\"' }");

    assertThat(made.left()).isEmpty();
    assertThat(made.text())
        .isEqualTo(
            """
            groups:
            - name: "g"
              interval: "30s"
              rules:
              - alert: "A"
                expr: "up == 0"
                for: "5m"
                labels:
                  severity: "page"
                annotations:
                  summary: "{{ $labels.instance }} is \\"down\\""
            """);
  }

  @Test
  void namesTheSensorWhereItsLabelIsNamed() {
    assertThat(rule("sum by (job, instance) (x) / on (instance) y > 1").text())
        .contains("sum by (job, sensor, instance) (x) / on (sensor, instance) y > 1");
  }

  @Test
  void whatBelongsToNoSensorIsLeft() {
    assertThat(rule("absent(x{job=\"j\"} == 1)").carriedAlerts()).isEqualTo(1);
    assertThat(rule("absent(sum(x))").left().toString())
        .contains("g/A: not yet: absent() of sum(x)");
    assertThat(rule("vector(1)").carriedAlerts()).isZero();
  }

  @Test
  void aChangedSensorIsLeft() {
    assertThat(rule("label_replace(x, \"instance\", \"$1\", \"node\", \"(.*)\") > 1").left())
        .singleElement()
        .asString()
        .contains("changes the label \"instance\"");
  }

  @Test
  void aDollarSignWithABraceStaysOne() {
    Carried made = rule("label_replace(x, \"a\", \"${1}\", \"b\", \"(.*)\") > 1");

    assertThat(made.left()).isEmpty();
    assertThat(made.text()).contains("$${1}");
  }

  @Test
  void anAnnotationThatCannotBeIsLeftAndTheRuleStays() {
    Carried made =
        convert(
            "groups: [{ name: g, rules: [{ alert: A, expr: up == 0, annotations:"
                + " { good: fine, bad: '{{ query \"up\" }}' } }] }]");

    assertThat(made.carriedAlerts()).isEqualTo(1);
    assertThat(made.text()).contains("good").doesNotContain("bad");
    assertThat(made.left()).singleElement().asString().contains("annotation \"bad\" is left out");
  }

  @Test
  void aKubernetesResourceIsReadThroughItsSpec() {
    assertThat(
            convert("kind: PrometheusRule", "spec: { groups: [{ name: g, rules: [] }] }").alerts())
        .isZero();
  }

  @Test
  void anotherFileIsRefused() {
    assertThatThrownBy(() -> convert("route: {}")).hasMessageContaining("no Prometheus rule file");
  }

  @Test
  void mostOfTheWellKnownRulesAreCarriedOver() throws IOException {
    int alerts = 0;
    int carried = 0;
    StringBuilder told = new StringBuilder();
    for (List<String> file :
        List.of(
            List.of("node.yaml", "instance"),
            List.of("kafka.yaml", "cluster"),
            List.of("kubernetes.yaml", "cluster"))) {
      Carried made = PrometheusImport.convert(file.get(0), resource(file.get(0)), file.get(1));
      alerts += made.alerts();
      carried += made.carriedAlerts();
      told.append(
          "%s: %d of %d alerts, %d of %d records%n%s%n"
              .formatted(
                  file.get(0),
                  made.carriedAlerts(),
                  made.alerts(),
                  made.carriedRecords(),
                  made.records(),
                  String.join("\n", made.left())));
    }
    assertThat(alerts).isGreaterThan(80);
    assertThat((double) carried / alerts).as(told.toString()).isGreaterThan(0.85);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PrometheusImportTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
