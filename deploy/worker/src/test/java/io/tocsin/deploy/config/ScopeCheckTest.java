package io.tocsin.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problem;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of different scopes are in different shards: what must see several of them is refused. */
class ScopeCheckTest {
  private static final String RULES =
      """
      groups:
      - name: g
        rules:
        - { alert: A, expr: t > 1 }
        - { alert: B, expr: u > 1 }
        - { alert: Bare, expr: sum by (sensor) (t) > 1 }
        - { alert: Lone, expr: sum by (line) (t) > 1 }
      """;

  @TempDir private Path folder;

  private List<String> check(String platform, String composite) throws IOException {
    Files.writeString(folder.resolve("rules.yaml"), RULES + composite);
    Path file =
        Files.writeString(
            folder.resolve("tocsin.yaml"), "rule_files: [rules.yaml]\nscope: [site]\n" + platform);
    Problems problems = new Problems();
    Loaded.read(file, Environment.EMPTY, problems);
    return problems.list().stream().map(Problem::toString).toList();
  }

  private List<String> composite(String parts, String by) throws IOException {
    return check("", "  - { alert: C, when: { any: [" + parts + "] }, by: [" + by + "] }\n");
  }

  @Test
  void partsMeetWhereTheyAreOfOneScope() throws IOException {
    assertThat(composite("A, B", "site")).isEmpty();
    assertThat(composite("A, B", "sensor")).isEmpty();
    assertThat(composite("Lone", "line")).isEmpty();
    assertThat(composite("A, B", ""))
        .singleElement()
        .asString()
        .contains("rules.yaml:8:1", "g/C", "never meet; name it in \"by\"");
    assertThat(composite("A, Bare", "sensor")).hasSize(1);
    assertThat(composite("A, Lone", "line")).hasSize(1);
  }

  @Test
  void alertsSilenceEachOtherWhereTheyAreOfOneScope() throws IOException {
    String rule =
        "inhibit_rules: [{ source_matchers: [%s], target_matchers: [%s], equal: [%s] }]\n";
    assertThat(check(rule.formatted("'alertname=\"A\"'", "'alertname=\"B\"'", "site"), ""))
        .isEmpty();
    assertThat(check(rule.formatted("'alertname=\"A\"'", "'alertname=\"B\"'", "sensor"), ""))
        .isEmpty();
    assertThat(check(rule.formatted("'site=\"a\"'", "'alertname=\"B\"', 'site=\"a\"'", ""), ""))
        .isEmpty();
    assertThat(check(rule.formatted("'alertname=\"A\"'", "'alertname=\"B\"'", ""), ""))
        .singleElement()
        .asString()
        .contains("tocsin.yaml:3:", "can never silence each other; name it in \"equal\"");
  }
}
