package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every problem at once, with file, line, key, value and what is accepted. */
class CheckCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  private int check(Path... files) {
    String[] arguments = new String[files.length + 1];
    arguments[0] = "check";
    for (int i = 0; i < files.length; i++) {
      arguments[i + 1] = files[i].toString();
    }
    return new CommandLine(new Main()).setOut(new PrintWriter(out)).execute(arguments);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void allProblemsOfAPlatformFileAndOfTheRulesItNamesAreTold() throws IOException {
    Path platform =
        write(
            "tocsin.yaml",
            """
            worker:
              memory: lots
              htpp: { port: 1 }
            sources:
              s: { topics: ["a b"] }
            rule_files: [rules.yaml]
            """);
    write(
        "rules.yaml",
        """
        groups:
        - name: g
          interval: soon
          rules:
          - { alert: A, expr: "temp >" }
          - { alert: B, expr: temp > 1, fro: 1m }
        """);

    assertThat(check(platform)).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("tocsin.yaml:2:\\d+: worker.memory.*lots")
        .containsPattern("tocsin.yaml:3:\\d+: worker.htpp.*http")
        .containsPattern("tocsin.yaml:5:\\d+: sources.s.topics\\[0\\].*\"a b\".*accepted")
        .containsPattern("rules.yaml:3:\\d+: groups\\[0\\].interval.*soon")
        .containsPattern("rules.yaml:5:\\d+: groups\\[0\\].rules\\[0\\].expr")
        .containsPattern("rules.yaml:6:\\d+: groups\\[0\\].rules\\[1\\].fro.*for")
        .contains("6 problems");
  }

  @Test
  void aFileWithoutProblemsIsTold() throws IOException {
    Path rules = write("r.yaml", "groups: [{ name: g, rules: [{ alert: A, expr: t > 1 }] }]\n");
    Path platform = write("p.yaml", "worker: { memory: 64MiB }\n");
    assertThat(check(rules, platform)).isZero();
    assertThat(out.toString()).contains("2 files: no problem");
  }

  @Test
  void aFileThatIsNotThereIsAProblemOfItsOwn() throws IOException {
    Path platform = write("p.yaml", "wrker: {}\n");
    assertThat(check(folder.resolve("nowhere.yaml"), platform)).isEqualTo(1);
    assertThat(out.toString()).contains("nowhere.yaml").contains("wrker").contains("2 problems");
  }

  @Test
  void whatIsNoTextIsTold() throws IOException {
    Path bytes = Files.write(folder.resolve("rules.yaml"), new byte[] {(byte) 0xff, 0, 7});
    Path platform = write("p.yaml", "rule_files: [rules.yaml]\n");
    assertThat(check(folder, bytes, platform)).isEqualTo(1);
    assertThat(out.toString())
        .contains(folder + ": is a folder, not a file")
        .contains("rules.yaml: is not text in UTF-8")
        .contains("2 problems");
  }

  @Test
  void rulesAreKnownByTheirFirstKeyInAnyStyle() throws IOException {
    String rules = "[{\"name\": \"g\", \"rules\": [{\"alert\": \"A\", \"expr\": \"t >\"}]}]}";
    assertThat(check(write("a.json", "{\"groups\": " + rules))).isEqualTo(1);
    assertThat(check(write("b.json", "{\n  \"groups\": " + rules))).isEqualTo(1);
    assertThat(out.toString())
        .contains("a.json:1:")
        .contains("b.json:2:")
        .contains("groups[0].rules[0].expr")
        .doesNotContain("unknown key");
  }

  @Test
  void needsAFile() {
    assertThat(check()).isEqualTo(2);
  }
}
