package io.tocsin.pipeline.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {

  private final Problems problems = new Problems();

  private ConfigMap read(String text) {
    return ConfigReader.read("f.yaml", text, Map.of("PORT", "9090", "EMPTY", "")::get, problems);
  }

  private List<String> told() {
    return problems.list().stream().map(Problem::toString).toList();
  }

  @Test
  void readsTypedValuesAndDefaults() {
    ConfigMap root =
        read(
            """
            worker:
              memory: 1GiB
              commit: { urgent: 100ms, lazy: 2s }
              http: { port: "${PORT:-8080}", host: "${HOST:-localhost}" }
              tasks: [ingest, detect]
              one: alone
              ratio: 1/100000
              on: true
            """);
    ConfigMap worker = root.map("worker");
    assertThat(worker.size("memory", 0)).isEqualTo(1L << 30);
    assertThat(worker.map("commit").duration("urgent", Duration.ZERO))
        .isEqualTo(Duration.ofMillis(100));
    assertThat(worker.map("commit").duration("longest", Duration.ofSeconds(9)))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(worker.map("http").integer("port", 0, 65535, 1)).isEqualTo(9090);
    assertThat(worker.map("http").string("host", "")).isEqualTo("localhost");
    assertThat(worker.strings("tasks", List.of())).containsExactly("ingest", "detect");
    assertThat(worker.strings("one", List.of())).containsExactly("alone");
    assertThat(worker.get("ratio").rate(0, 1)).hasValue(1e-5);
    assertThat(worker.bool("on", false)).isTrue();
    assertThat(worker.map("nowhere").map("deeper").present()).isFalse();
    worker.done();
    root.done();
    assertThat(told()).isEmpty();
  }

  @Test
  void tellsEveryProblemAtOnceWithPlaceAndSuggestion() {
    ConfigMap root =
        read(
            """
            worker:
              memroy: 1GiB
              port: 99999
              lazy: 2 seconds
              late: amned
              port: 1
            extra: 1
            """);
    ConfigMap worker = root.map("worker");
    worker.size("memory", 0);
    worker.integer("port", 0, 65535, 8080);
    worker.duration("lazy", Duration.ZERO);
    worker.choice("late", Map.of("amend", 1, "drop", 2), 1);
    worker.done();
    root.done();
    assertThat(told())
        .containsExactly(
            "f.yaml:2:3: worker.memroy: unknown key \"memroy\"; known here: memory, port, lazy,"
                + " late; did you mean \"memory\"?",
            "f.yaml:3:9: worker.port: \"99999\": must be a whole number from 0 to 65535",
            "f.yaml:4:9: worker.lazy: \"2 seconds\": must be a duration such as 500ms, 30s, 1h30m"
                + " or 7d",
            "f.yaml:5:9: worker.late: \"amned\": must be one of amend, drop; did you mean"
                + " \"amend\"?",
            "f.yaml:6:3: worker.port: the key stands here twice; the first is in line 3",
            "f.yaml:7:1: extra: unknown key \"extra\"; known here: worker");
  }

  @Test
  void refusesWhatCouldMultiplyOrConstruct() {
    read("a: &x [1]\nb: [*x, *x]\n");
    read("a: !!java.net.URL [http://x]\n");
    read("a: 1\n---\nb: 2\n");
    read("a:\n\t- b\n");
    read("[".repeat(5000));
    read("- 1\n");
    read("a: {<<: {b: 1}}\n").map("a").done();
    assertThat(told()).hasSize(8);
    assertThat(problems.toString())
        .contains("the alias *x")
        .contains("the tag tag:yaml.org,2002:java.net.URL")
        .contains("a second document")
        .contains("YAML does not allow tabs")
        .contains("the file must be a map of keys")
        .contains("merge keys");
  }

  @Test
  void anUnsetVariableWithoutDefaultIsAProblem() {
    ConfigMap root = read("a: ${NOPE}\nb: ${EMPTY:-x}\nc: $${KEEP}\nd: ${}\n");
    assertThat(root.string("a", "")).isEmpty();
    assertThat(root.string("b", "")).isEqualTo("x");
    assertThat(root.string("c", "")).isEqualTo("${KEEP}");
    root.string("d", "");
    assertThat(told()).hasSize(2);
    assertThat(told().get(0)).contains("NOPE is not set").contains("${NOPE:-...}");
  }

  @Test
  void pointsIntoTextsHoweverTheyAreQuoted() {
    ConfigMap root =
        read("a: up == 1\nb: 'it''s x'\nc: |\n  one\n    two\nd: >- # note\n  one\n  two\n");
    assertThat(at(root, "a", 3)).isEqualTo("1:7");
    assertThat(at(root, "b", 5)).isEqualTo("2:11");
    assertThat(at(root, "c", 6)).isEqualTo("5:5");
    assertThat(at(root, "d", 4)).isEqualTo("8:3");
  }

  private String at(ConfigMap root, String key, int offset) {
    Problems before = new Problems();
    problems.list().forEach(before::add);
    root.get(key).problemAt(offset, key + offset, null);
    Problem last =
        problems.list().stream().filter(p -> p.message().equals(key + offset)).findFirst().get();
    return last.line() + ":" + last.column();
  }

  @Test
  void unitsRoundTrip() {
    for (String text : List.of("0s", "5ms", "1m30s", "1h", "7d", "8d", "1d1h1m1s1ms")) {
      assertThat(Units.duration(Units.format(Units.duration(text).orElseThrow())))
          .isEqualTo(Units.duration(text));
    }
    for (String text : List.of("", "1", "1.5h", "-1s", "1s1m", "s", "1h1h", "999999999999y")) {
      assertThat(Units.duration(text)).as(text).isEmpty();
    }
    assertThat(Units.duration("1h30m")).contains(Duration.ofMinutes(90));
    assertThat(Units.size("64KiB")).hasValue(65536);
    assertThat(Units.size("1.5GB")).hasValue(1_500_000_000L);
    assertThat(Units.size("9999999999999TiB")).isEmpty();
    assertThat(Units.rate("2%")).hasValue(0.02);
    assertThat(Units.rate("1/0")).isEmpty();
    assertThat(Units.number("NaN")).isEmpty();
  }
}
