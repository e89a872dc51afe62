package io.tocsin.pipeline.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutated rule files: rules or listed problems, never an exception, never a hang. */
@Timeout(60)
class RuleFileFuzzTest {

  private static final List<String> PIECES =
      List.of(
          "\n",
          "- ",
          ": ",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "|",
          ">",
          "&a ",
          "*a",
          "!!x ",
          "${X}",
          "${",
          "#",
          "\t",
          "---\n",
          "<<: ",
          "~",
          "null",
          "\u0000",
          "é",
          "\uD83D\uDE00",
          "\uFEFF",
          "? ",
          "expr",
          "alert",
          "{{",
          "}}",
          "9999999999999999999",
          "1y",
          ",",
          "%",
          "@",
          "`");

  @Test
  void mutatedFilesNeverBreakIt() {
    String example = RuleFileReaderTest.everyKey();
    Random random = new Random(9);
    int clean = 0;
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder(example);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutate(text, random);
      }
      Problems problems = new Problems();
      RuleFile file =
          new RuleFileReader(Environment.EMPTY, RuleDefaults.STANDARD, problems)
              .read("f", text.toString());
      RuleSet.of(List.of(file), problems);
      problems.list().forEach(p -> assertThat(p.line()).isNotNegative());
      clean += problems.size() <= 1 ? 1 : 0;
    }
    assertThat(clean).isGreaterThan(200);
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + random.nextInt(30));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      case 2 -> text.insert(at, (char) random.nextInt(0xFFFF));
      default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
    }
  }
}
