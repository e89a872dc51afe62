package io.tocsin.pipeline.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The schema that ships for editors accepts what the reader accepts, as far as a schema can say it:
 * what is inside of expressions and templates, and what rules say together, is the reader's alone.
 */
class RuleSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(RuleSchema.text());

  private final Random random = new Random(5);

  private static boolean readerAccepts(String text) {
    Problems problems = new Problems();
    new RuleFileReader(Environment.EMPTY, RuleDefaults.STANDARD, problems).read("f", text);
    return problems.isEmpty();
  }

  private static boolean schemaAccepts(String text) throws JsonProcessingException {
    return SCHEMA.validate(JSON.readTree(text)).isEmpty();
  }

  @Test
  void acceptsTheExampleWithoutWhatIsNotYetBuilt() throws JsonProcessingException {
    Object yaml = new Yaml().load(RuleFileReaderTest.everyKey());
    assertThat(schemaAccepts(JSON.writeValueAsString(yaml))).isFalse();
    ((Map<?, ?>) yaml).remove("slos");
    String text = JSON.writeValueAsString(yaml);
    assertThat(SCHEMA.validate(JSON.readTree(text))).isEmpty();
    assertThat(readerAccepts(text)).isTrue();
  }

  @Test
  void agreesWithTheReaderOnGeneratedFiles() throws JsonProcessingException {
    int accepted = 0;
    for (int i = 0; i < 3_000; i++) {
      Map<String, Object> file = file();
      if (random.nextInt(3) > 0) {
        mutate(file);
      }
      String text = JSON.writeValueAsString(file);
      boolean reader = readerAccepts(text);
      assertThat(schemaAccepts(text)).as(text).isEqualTo(reader);
      accepted += reader ? 1 : 0;
    }
    assertThat(accepted).isBetween(900, 2_500);
  }

  private Map<String, Object> file() {
    List<Object> groups = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      Map<String, Object> group = map("name", "g" + i);
      maybe(group, "source", "plant");
      maybe(group, "interval", pick("15s", "1m", "1m30s"));
      maybe(group, "late", pick("amend", "side", "drop"));
      maybe(group, "keep_for", pick("1h", "0s", 0));
      maybe(group, "limit", pick(0, 10));
      maybe(group, "labels", map("team", pick("ot", 7, true)));
      List<Object> rules = new ArrayList<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        rules.add(rule());
      }
      group.put("rules", rules);
      groups.add(group);
    }
    return map("groups", groups);
  }

  private Map<String, Object> rule() {
    Map<String, Object> rule = map(random.nextInt(6) == 0 ? "record" : "alert", "Name");
    if (rule.containsKey("record")) {
      rule.put("expr", "sum by (site) (rate(x[5m]))");
      maybe(rule, "labels", map("made", "here"));
      return rule;
    }
    switch (random.nextInt(5)) {
      case 0 -> {
        rule.put("expr", "x > 5");
        maybe(rule, "clear", "x < 4");
        maybe(rule, "for", pick("2m", 0, "0"));
        maybe(rule, "on_no_data", "5m");
      }
      case 1 -> rule.put("anomaly", anomaly());
      case 2 -> rule.put("absent", absent());
      case 3 -> rule.put("report", report());
      default -> {
        rule.put("when", when());
        maybe(rule, "by", pick(List.of("site", "line"), "site"));
      }
    }
    if (!rule.containsKey("when")) {
      maybe(rule, "keep_firing_for", "5m");
    }
    maybe(rule, "limit", 1000);
    maybe(rule, "shadow", pick(true, false));
    maybe(rule, "labels", map("severity", pick("critical", "{{ $value }}")));
    maybe(rule, "annotations", map("summary", "{{ $labels.x }}"));
    return rule;
  }

  private Map<String, Object> anomaly() {
    Map<String, Object> anomaly = map("metric", pick("x", "x{a=\"b\"}"));
    maybe(anomaly, "method", pick("auto", "flatline"));
    maybe(anomaly, "false_alarms", pick("1/100000", 0.001, "2%"));
    return anomaly;
  }

  private Map<String, Object> absent() {
    Map<String, Object> absent = map("expect_every", "30s");
    maybe(absent, "after", "2m");
    maybe(absent, "forget_after", "1d");
    return absent;
  }

  private Map<String, Object> report() {
    Map<String, Object> report = map("type", "DiskError");
    maybe(report, "min_severity", pick("HIGH", "warning"));
    if (random.nextBoolean()) {
      report.put("count", 3);
      report.put("within", "5m");
    }
    return report;
  }

  private Map<String, Object> when() {
    Map<String, Object> when = map((String) pick("all", "any", "sequence"), List.of("A", "B"));
    when.put("within", "5m");
    return when;
  }

  /** One change somewhere that a schema can see, or that changes nothing that matters. */
  private void mutate(Map<String, Object> file) {
    List<Map<String, Object>> maps = new ArrayList<>();
    collect(file, maps);
    Map<String, Object> map = maps.get(random.nextInt(maps.size()));
    List<String> keys = new ArrayList<>(map.keySet());
    String key = keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(4)) {
      case 0 -> map.remove(key);
      case 1 -> {
        Object extra = pick("foo", "for", "expr", "by", "within", "after", "limit");
        map.put((String) extra, extra.equals("expr") ? "3 * x" : "3m");
      }
      case 2 -> {
        if (!(map.get(key) instanceof Map) && !(map.get(key) instanceof List)) {
          map.put(key, List.of(Map.of("a", "b")));
        } else {
          map.put(key, 5);
        }
      }
      default -> {
        if (!key.equals("expr")
            && !key.equals("clear")
            && !key.equals("metric")
            && !key.equals("min_severity")
            && !(map.get(key) instanceof Map)
            && !(map.get(key) instanceof List)) {
          map.put(key, pick("5 minutes", "-1s", "1h30m", "x-y", ""));
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static void collect(Object value, List<Map<String, Object>> maps) {
    if (value instanceof Map<?, ?> map) {
      if (!map.isEmpty()) {
        maps.add((Map<String, Object>) map);
      }
      map.values().forEach(child -> collect(child, maps));
    } else if (value instanceof List<?> list) {
      list.forEach(child -> collect(child, maps));
    }
  }

  private Object pick(Object... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void maybe(Map<String, Object> map, String key, Object value) {
    if (random.nextInt(3) == 0) {
      map.put(key, value);
    }
  }

  private static Map<String, Object> map(String key, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }
}
