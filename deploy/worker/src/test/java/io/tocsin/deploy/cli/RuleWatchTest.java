package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.worker.ActiveRules;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one look after the other makes of files that somebody is writing. */
final class RuleWatchTest {
  private static final String RULES =
      "groups:\n- name: g\n  rules:\n  - { alert: Hot, expr: t > %d }\n";

  @TempDir private Path folder;

  @Test
  void aFileThatIsBeingWrittenIsNotTakenForItsEnd() throws IOException {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), RULES.formatted(90));
    Path config =
        Files.writeString(folder.resolve("tocsin.yaml"), "rule_files: [rules.yaml]\nsources: {}\n");
    Problems problems = new Problems();
    ActiveRules active = Loaded.read(config, Environment.EMPTY, problems).active();
    assertThat(problems.list()).isEmpty();
    try (RuleWatch watch =
        new RuleWatch(config, null, Environment.EMPTY, active, Duration.ofDays(1))) {
      Files.writeString(rules, "");
      watch.look();
      assertThat(active.current().number()).as("emptied, and not written yet").isEqualTo(1);
      Files.writeString(rules, RULES.formatted(95));
      watch.look();
      assertThat(active.current().number()).as("seen for the first time").isEqualTo(1);
      watch.look();
      assertThat(active.current().number()).as("seen twice").isEqualTo(2);
      watch.look();
      assertThat(active.current().number()).as("nothing new").isEqualTo(2);
      Files.writeString(rules, "groups: 7");
      watch.look();
      assertThat(active.problem()).as("half written, perhaps").isNull();
      watch.look();
      assertThat(active.problem()).contains("rules.yaml");
      Files.writeString(rules, RULES.formatted(95));
      watch.look();
      watch.look();
      assertThat(active.problem()).isNull();
      assertThat(active.current().number()).as("as it was").isEqualTo(2);
      Files.writeString(rules, "");
      watch.look();
      watch.look();
      assertThat(active.current().number()).as("really empty").isEqualTo(3);
    }
  }
}
