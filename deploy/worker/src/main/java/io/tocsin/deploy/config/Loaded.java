package io.tocsin.deploy.config;

import io.tocsin.connectors.kafka.LaneSettings;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.deploy.worker.ActiveRules;
import io.tocsin.deploy.worker.CompositeRules;
import io.tocsin.deploy.worker.Source;
import io.tocsin.deploy.worker.WorkerSettings;
import io.tocsin.pipeline.correlate.CorrelateSettings;
import io.tocsin.pipeline.detect.DetectSettings;
import io.tocsin.pipeline.detect.RuleCompiler;
import io.tocsin.pipeline.detect.Rules;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problem;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.file.RuleDefaults;
import io.tocsin.pipeline.rule.file.RuleFile;
import io.tocsin.pipeline.rule.file.RuleFileReader;
import io.tocsin.pipeline.rule.file.RuleSet;
import io.tocsin.pipeline.suppress.SuppressSettings;
import io.tocsin.pipeline.window.WindowSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A configuration with its rules, read and checked together.
 *
 * @param file the platform's file
 * @param ruleSet the rules as written
 * @param rules the rules as they run
 * @param texts of the rule files, by name
 */
public record Loaded(ConfigFile file, RuleSet ruleSet, Rules rules, Map<String, String> texts) {
  /** Rules by which every series is watched by the learned detector. */
  public static final String SHIPPED_RULES = "shipped-rules.yaml";

  /** Rules of the demo. */
  public static final String DEMO_RULES = "demo-rules.yaml";

  /**
   * Reads a platform's file, and the rule files it names relative to its folder.
   *
   * @param file null for the defaults
   */
  public static Loaded read(@Nullable Path file, Environment environment, Problems problems) {
    return read(file, Map.of(), environment, problems);
  }

  /** Reads a platform's file alone. */
  public static ConfigFile platform(
      @Nullable Path file, Environment environment, Problems problems) {
    String name = file == null ? "(defaults)" : file.toString();
    return new ConfigFileReader(environment, problems)
        .read(name, file == null ? "" : TextFile.read(file));
  }

  /**
   * Reads a platform's file, and the rule files it names relative to its folder.
   *
   * @param file null for the defaults
   * @param more texts of other rule files, by name
   */
  public static Loaded read(
      @Nullable Path file, Map<String, String> more, Environment environment, Problems problems) {
    String name = file == null ? "(defaults)" : file.toString();
    ConfigFile config = platform(file, environment, problems);
    Path parent = file == null ? null : file.toAbsolutePath().getParent();
    Path folder = parent == null ? Path.of("").toAbsolutePath() : parent;
    Map<String, String> texts = new LinkedHashMap<>();
    for (String pattern : config.ruleFiles()) {
      List<Path> found = find(folder, pattern);
      if (found.isEmpty()) {
        problems.addFile(name, "rule_files: no file matches \"" + pattern + "\" in " + folder);
      }
      found.forEach(path -> texts.put(path.toString(), TextFile.read(path)));
    }
    texts.putAll(more);
    if (config.ruleFiles().isEmpty() && config.ruleTopic().isEmpty()) {
      texts.put(SHIPPED_RULES, resource(SHIPPED_RULES));
    }
    Set<String> sources = file == null ? Set.of() : names(config);
    return of(config, sources, texts, environment, problems);
  }

  /** Reads rules from texts by the names of their files, for the default platform. */
  public static Loaded ofTexts(
      Map<String, String> texts, Environment environment, Problems problems) {
    ConfigFile config = new ConfigFileReader(environment, problems).read("(defaults)", "");
    return of(config, Set.of(), texts, environment, problems);
  }

  /** Reads rules from texts by the names of their files, for this platform. */
  public Loaded withTexts(Map<String, String> others, Environment environment, Problems problems) {
    return of(file, written(file), others, environment, problems);
  }

  /** Reads rules from one text for a given platform. */
  public static Loaded read(
      ConfigFile config, String name, String rules, Environment environment, Problems problems) {
    return of(config, written(config), Map.of(name, rules), environment, problems);
  }

  private static Set<String> names(ConfigFile config) {
    return config.sources().stream().map(Source::name).collect(Collectors.toUnmodifiableSet());
  }

  /** The sources, or none where nobody has named any: rules may be for another platform then. */
  private static Set<String> written(ConfigFile config) {
    Set<String> names = names(config);
    return names.equals(Set.of(ConfigFileReader.DEFAULT_SOURCE)) ? Set.of() : names;
  }

  private static Loaded of(
      ConfigFile config,
      Set<String> sources,
      Map<String, String> texts,
      Environment environment,
      Problems problems) {
    RuleFileReader reader = new RuleFileReader(environment, RuleDefaults.STANDARD, problems);
    List<RuleFile> files = new ArrayList<>();
    texts.forEach((name, text) -> files.add(reader.read(name, text)));
    RuleSet set = RuleSet.of(files, problems);
    for (LabelUse use : config.labelUses()) {
      if (set.anyAlertMayCarry(use.label()) != use.carried()) {
        problems.add(use.problem());
      }
    }
    ScopeCheck.check(config.scope(), set, problems);
    DetectSettings detect = detect(config);
    RuleCompiler.Result compiled = RuleCompiler.compile(set, detect, sources);
    for (RuleCompiler.Refused refused : compiled.refused()) {
      problems.add(
          new Problem(
              refused.origin().file(),
              refused.origin().line(),
              1,
              refused.rule(),
              null,
              refused.message(),
              null));
    }
    Rules summed =
        compiled.rules().summedBy(config.summaries().by(), WindowSettings.DEFAULTS.keepFor());
    return new Loaded(config, set, summed, texts);
  }

  /** The rules as a worker begins with them. */
  public ActiveRules active() {
    return new ActiveRules(
        new ActiveRules.Version(1, ruleSet, rules, CompositeRules.of(ruleSet), texts));
  }

  /** What holds for all rules. */
  public DetectSettings detect() {
    return detect(file);
  }

  private static DetectSettings detect(ConfigFile config) {
    return new DetectSettings(
        Duration.ofMillis(config.historicalAfter()),
        DetectSettings.DEFAULTS.onNoData(),
        DetectSettings.DEFAULTS.forgetAfter());
  }

  /**
   * What a worker needs.
   *
   * @param kafka client properties with {@code bootstrap.servers}
   * @param instance what the worker is known by after a restart
   * @param cores for the number of lanes where the file does not say
   */
  public WorkerSettings settings(Map<String, String> kafka, String instance, int cores) {
    int lanes = file.lanes() == 0 ? cores : file.lanes();
    return new WorkerSettings(
        new Topics(file.topicPrefix(), file.partitions()),
        file.tasks(),
        kafka,
        instance,
        file.stateDir(),
        file.memory(),
        lanes,
        file.lane().withDirtyBytes(dirtyBytes(file.memory(), lanes)),
        file.sources(),
        file.summaries(),
        file.expected(),
        0,
        detect(file),
        rules,
        file.scope(),
        CorrelateSettings.DEFAULTS,
        SuppressSettings.DEFAULTS,
        file.route(),
        file.inhibitRules(),
        file.receivers(),
        file.httpPort());
  }

  /**
   * What changed with each event since the last commit is written once, so that commits far apart
   * are cheaper; but until then it cannot leave memory. With a third of all lanes' memory the rest
   * of the live objects has as much again.
   */
  static long dirtyBytes(long memory, int lanes) {
    return Math.max(LaneSettings.DEFAULTS.dirtyBytes(), memory / 3 / lanes);
  }

  /** A text that ships with the program. */
  public static String resource(String name) {
    try (InputStream in = Loaded.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not in the program: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private static List<Path> find(Path folder, String pattern) {
    Path plain = folder.resolve(pattern.contains("*") ? "." : pattern);
    if (!pattern.contains("*")) {
      return Files.isRegularFile(plain) ? List.of(plain) : List.of();
    }
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + folder.resolve(pattern).normalize());
    int slash = pattern.indexOf('*');
    int cut = pattern.lastIndexOf('/', slash);
    Path start = cut < 0 ? folder : folder.resolve(pattern.substring(0, cut)).normalize();
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(start, 8)) {
      return files.filter(p -> matcher.matches(p.normalize())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + start, e);
    }
  }
}
