package io.tocsin.deploy.exchange;

import io.tocsin.pipeline.detect.DetectSettings;
import io.tocsin.pipeline.detect.RuleCompiler;
import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.rule.ConfigReader;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problem;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.ExprParser;
import io.tocsin.pipeline.rule.expr.ExprPlan;
import io.tocsin.pipeline.rule.file.RuleDefaults;
import io.tocsin.pipeline.rule.file.RuleFile;
import io.tocsin.pipeline.rule.file.RuleFileReader;
import io.tocsin.pipeline.rule.file.RuleSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a rule file of a Prometheus rule file. Every rule that is carried over was read, checked
 * and compiled as the worker would; what would mean something else here is left out, with the
 * reason. One instance makes one file.
 */
public final class PrometheusImport {
  private static final List<String> GROUP_KEYS = List.of("interval", "limit");
  private static final List<String> ALERT_KEYS =
      List.of("alert", "expr", "for", "keep_firing_for", "labels", "annotations");
  private static final List<String> RECORD_KEYS = List.of("record", "expr", "labels");

  private final SensorLabel sensor;
  private final String label;
  private final List<String> left = new ArrayList<>();
  private final Set<String> lostRecords = new HashSet<>();
  private int alerts;
  private int carriedAlerts;
  private int records;
  private int carriedRecords;

  private PrometheusImport(String label) {
    this.label = label;
    this.sensor = new SensorLabel(label);
  }

  /**
   * Converts.
   *
   * @param label the label that names the sensor, such as {@code instance}; series must keep it
   * @throws IllegalArgumentException with every problem, if the file cannot be read at all
   */
  public static Carried convert(String file, String text, String label) {
    Problems problems = new Problems();
    // A dollar sign with a brace is a reference in our files and nothing in theirs.
    ConfigMap root =
        ConfigReader.read(file, text.replace("${", "$${"), Environment.EMPTY, problems);
    ConfigMap groups = root.has("spec") ? root.map("spec") : root;
    List<ConfigMap> maps = groups.maps("groups");
    if (maps.isEmpty() && problems.isEmpty()) {
      problems.addFile(file, "has no \"groups\": this is no Prometheus rule file");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    return new PrometheusImport(label).convert(maps);
  }

  private Carried convert(List<ConfigMap> groups) {
    List<Object> made = new ArrayList<>();
    for (ConfigMap group : groups) {
      Map<String, Object> own = group(group);
      if (own.get("rules") instanceof List<?> rules && !rules.isEmpty()) {
        made.add(own);
      }
    }
    String text = Yaml.text(Map.of("groups", made));
    return new Carried(text, alerts, carriedAlerts, records, carriedRecords, left);
  }

  private Map<String, Object> group(ConfigMap map) {
    Map<String, Object> group = new LinkedHashMap<>();
    String name = map.string("name", "");
    group.put("name", escaped(name));
    Map<String, ConfigNode> keys = map.entries();
    keys.forEach(
        (key, node) -> {
          if (GROUP_KEYS.contains(key)) {
            group.put(key, node.string().orElse(""));
          } else if (key.equals("labels")) {
            group.put(key, escaped(Yaml.tree(node)));
          } else if (!key.equals("name") && !key.equals("rules")) {
            left.add(name + ": the group's key \"" + key + "\" has no meaning on a stream");
          }
        });
    List<Object> rules = new ArrayList<>();
    group.put("rules", rules);
    for (ConfigMap rule : map.maps("rules")) {
      rule(name, rule, group, rules);
    }
    return group;
  }

  private void rule(
      String groupName, ConfigMap map, Map<String, Object> group, List<Object> rules) {
    boolean isAlert = map.has("alert");
    String name = map.string(isAlert ? "alert" : "record", "");
    Map<String, Object> rule = new LinkedHashMap<>();
    String what = groupName + "/" + name;
    for (Map.Entry<String, ConfigNode> entry : map.entries().entrySet()) {
      if ((isAlert ? ALERT_KEYS : RECORD_KEYS).contains(entry.getKey())) {
        rule.put(entry.getKey(), escaped(Yaml.tree(entry.getValue())));
      } else {
        left.add(what + ": the key \"" + entry.getKey() + "\" is left out");
      }
    }
    Optional<String> reason = nameSensor(map.string("expr", ""), rule);
    rules.add(rule);
    if (reason.isEmpty()) {
      reason = check(what, group, rule);
    }
    count(isAlert, reason.isEmpty());
    if (reason.isPresent()) {
      rules.remove(rules.size() - 1);
      left.add(what + ": " + reason.get());
      if (!isAlert) {
        lostRecords.add(name);
      }
    }
  }

  private void count(boolean isAlert, boolean carried) {
    int one = carried ? 1 : 0;
    if (isAlert) {
      alerts++;
      carriedAlerts += one;
    } else {
      records++;
      carriedRecords += one;
    }
  }

  /** Puts the sensor into the rule's expression; a reason if the rule cannot be carried. */
  private Optional<String> nameSensor(String text, Map<String, Object> rule) {
    Optional<Expr> parsed = ExprParser.parse(text).expr();
    if (parsed.isEmpty()) {
      return Optional.empty(); // The check below says what is wrong with it.
    }
    for (String metric : ExprPlan.of(parsed.get()).metrics()) {
      if (lostRecords.contains(metric)) {
        return Optional.of(
            "it looks at \"" + metric + "\", whose recording rule could not be carried over");
      }
    }
    Optional<Expr> named = sensor.name(parsed.get());
    if (named.isEmpty()) {
      return Optional.of("it changes the label \"" + label + "\" that names the sensor");
    }
    if (!named.get().equals(parsed.get())) {
      rule.put("expr", escaped(named.get().toString()));
    }
    return Optional.empty();
  }

  /** Reads and compiles the group as it is; a reason if its last rule must go. */
  private Optional<String> check(String what, Map<String, Object> group, Map<String, Object> rule) {
    Optional<Problem> problem = problem(group);
    while (problem.isPresent() && dropAnnotation(what, problem.get(), rule)) {
      problem = problem(group);
    }
    return problem.map(Problem::message);
  }

  private boolean dropAnnotation(String what, Problem problem, Map<String, Object> rule) {
    int at = problem.path().indexOf(".annotations.");
    if (at < 0 || !(rule.get("annotations") instanceof Map<?, ?> annotations)) {
      return false;
    }
    String name = problem.path().substring(at + ".annotations.".length());
    left.add(what + ": the annotation \"" + name + "\" is left out: " + problem.message());
    return annotations.remove(name) != null;
  }

  private static Optional<Problem> problem(Map<String, Object> group) {
    Problems problems = new Problems();
    RuleFile file =
        new RuleFileReader(Environment.EMPTY, RuleDefaults.STANDARD, problems)
            .read("", Yaml.text(Map.of("groups", List.of(group))));
    RuleSet set = RuleSet.of(List.of(file), problems);
    if (problems.isEmpty()) {
      for (RuleCompiler.Refused refused :
          RuleCompiler.compile(set, DetectSettings.DEFAULTS, Set.of()).refused()) {
        return Optional.of(new Problem("", 0, 0, refused.rule(), null, refused.message(), null));
      }
    }
    return problems.list().stream().findFirst();
  }

  private static Object escaped(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put(String.valueOf(key), escaped(value)));
      return copy;
    } else if (tree instanceof List<?> list) {
      return list.stream().map(PrometheusImport::escaped).toList();
    }
    return String.valueOf(tree).replace("${", "$${");
  }
}
