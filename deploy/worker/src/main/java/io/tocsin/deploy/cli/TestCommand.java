package io.tocsin.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.deploy.backtest.StreamTests;
import io.tocsin.deploy.config.TextFile;
import io.tocsin.pipeline.promql.unittest.TestOutcome;
import io.tocsin.pipeline.promql.unittest.UnitTestFile;
import io.tocsin.pipeline.promql.unittest.UnitTestReader;
import io.tocsin.pipeline.promql.unittest.UnitTestRunner;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.file.RuleDefaults;
import io.tocsin.pipeline.rule.file.RuleFile;
import io.tocsin.pipeline.rule.file.RuleFileReader;
import io.tocsin.pipeline.rule.file.RuleSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin test FILE...}: runs unit tests of rules in virtual time. */
@Command(
    name = "test",
    description =
        "Runs unit tests of rules, in promtool's file format, in virtual time. Exit code 1 when a"
            + " test fails or a file has a problem.",
    mixinStandardHelpOptions = true)
public final class TestCommand implements Callable<Integer> {

  /** How often time is told to rules about silence. */
  private static final Duration TICK = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of tests.")
  private List<Path> files = List.of();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the results to FILE as JUnit XML.")
  private @Nullable Path junit;

  /** For picocli. */
  public TestCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Problems problems = new Problems();
    List<TestOutcome> outcomes = new ArrayList<>();
    for (Path file : files) {
      outcomes.addAll(run(file, problems));
    }
    problems.list().forEach(problem -> spec.commandLine().getErr().println(problem));
    outcomes.stream().filter(o -> !o.passed()).forEach(outcome -> tell(out, outcome));
    long failed = outcomes.stream().filter(o -> !o.passed()).count();
    out.printf("%d passed, %d failed%n", outcomes.size() - failed, failed);
    out.flush();
    if (junit != null) {
      Files.writeString(junit, JunitReport.write(outcomes), UTF_8);
    }
    return failed == 0 && problems.isEmpty() ? 0 : 1;
  }

  private static void tell(PrintWriter out, TestOutcome outcome) {
    out.println("FAILED " + outcome.suite() + ": " + outcome.name());
    outcome
        .failure()
        .ifPresent(failure -> failure.lines().forEach(line -> out.println("  " + line)));
  }

  /** Problems of one file keep its own tests from running, not those of others. */
  private static List<TestOutcome> run(Path path, Problems problems) throws IOException {
    int before = problems.size();
    String text = read(path, problems);
    if (TextFile.isRules(text)) {
      problems.addFile(
          path.toString(), "is a rule file: name it under \"rule_files\" of a file of tests");
      return List.of();
    }
    UnitTestFile tests = UnitTestReader.read(path.toString(), text, problems);
    RuleDefaults standard = RuleDefaults.STANDARD;
    RuleDefaults defaults =
        new RuleDefaults(
            tests.evaluationInterval(),
            standard.keepFor(),
            standard.onNoData(),
            standard.forgetAfter());
    RuleFileReader reader = new RuleFileReader(System::getenv, defaults, problems);
    List<RuleFile> rules = new ArrayList<>();
    Path folder = path.toAbsolutePath().getParent();
    for (String pattern : tests.ruleFiles()) {
      List<Path> found = RuleFileGlob.find(folder == null ? Path.of("/") : folder, pattern);
      if (found.isEmpty()) {
        problems.addFile(path.toString(), "rule_files: no file matches \"" + pattern + "\"");
      }
      for (Path file : found) {
        rules.add(reader.read(file.toString(), read(file, problems)));
      }
    }
    RuleSet set = RuleSet.of(rules, problems);
    if (problems.size() != before) {
      return List.of();
    }
    StreamTests streams = new StreamTests(set, TICK);
    return new UnitTestRunner(tests, set, streams).run();
  }

  private static String read(Path file, Problems problems) {
    try {
      return TextFile.read(file);
    } catch (TextFile.Unreadable e) {
      problems.addFile(e.file(), e.reason());
      return "";
    }
  }
}
