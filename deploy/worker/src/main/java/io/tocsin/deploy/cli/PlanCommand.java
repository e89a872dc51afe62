package io.tocsin.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.config.TextFile;
import io.tocsin.pipeline.detect.RulePlan;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.Units;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what a change of rules would do. */
@Command(
    name = "plan",
    description = {
      "Tells what becomes of each rule, and of its state, when the rules in FILE take the place of those of a running worker, or of",
      "another file: unchanged, kept, rebuilt (and how long until it sees as much as it asks for), lost, new."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--against",
      paramLabel = "OTHER",
      description = "The rules as they are, instead of a running worker's.")
  private @Nullable Path against;

  @Option(
      names = "--worker",
      paramLabel = "URL",
      description = "The worker's HTTP address. Default: ${DEFAULT-VALUE}.")
  private String worker = "http://localhost:8080";

  @Option(names = "--json", description = "Tell it as JSON.")
  private boolean json;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "A rule file, or a platform's file with the rule files it names. Default: tocsin.yaml.")
  private Path file = Path.of("tocsin.yaml");

  @Override
  public Integer call() throws IOException {
    Loaded next = load(file);
    Loaded now = against == null ? running(next) : load(against);
    List<RulePlan.Change> changes =
        RulePlan.between(now.ruleSet(), now.rules(), next.ruleSet(), next.rules());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(changes));
    } else {
      changes.forEach(change -> out.println(line(change)));
      out.println(sum(changes));
    }
    out.flush();
    return Exit.OK;
  }

  private static String line(RulePlan.Change change) {
    String warm =
        change.warmAfter() == 0
            ? ""
            : "warm after " + Units.format(Duration.ofMillis(change.warmAfter()));
    String more = change.note().isEmpty() || warm.isEmpty() ? change.note() : "; " + change.note();
    return String.format(
            Locale.ROOT, "%-9s %s  %s%s", word(change.fate()), change.rule(), warm, more)
        .stripTrailing();
  }

  private static String word(RulePlan.Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT);
  }

  private static String sum(List<RulePlan.Change> changes) {
    Map<RulePlan.Fate, Integer> counts = new TreeMap<>();
    changes.forEach(change -> counts.merge(change.fate(), 1, Integer::sum));
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (fate, count) ->
            text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(word(fate)));
    return text.isEmpty() ? "no rules" : text.toString();
  }

  private static Loaded load(Path path) {
    Problems problems = new Problems();
    String text = TextFile.read(path);
    Loaded loaded =
        TextFile.isRules(text)
            ? Loaded.ofTexts(Map.of(path.toString(), text), System::getenv, problems)
            : Loaded.read(path, System::getenv, problems);
    if (!problems.isEmpty()) {
      throw new CommandFailed(problems.toString());
    }
    return loaded;
  }

  /** The worker's rules, read as if they were for the platform of the new ones. */
  private Loaded running(Loaded next) {
    JsonNode answer = WorkerApi.get(URI.create(worker), "/api/v1/status/rules");
    Map<String, String> texts = new LinkedHashMap<>();
    for (JsonNode one : answer.path("data").path("files")) {
      texts.put(one.path("name").asText(), one.path("text").asText());
    }
    Problems problems = new Problems();
    Loaded loaded = next.withTexts(texts, System::getenv, problems);
    if (!problems.isEmpty()) {
      throw new CommandFailed("the worker's rules cannot be read here: " + problems);
    }
    return loaded;
  }
}
