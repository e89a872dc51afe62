package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.template.Template;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one rule of a group. */
final class RuleReader {

  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  private final RuleDefaults defaults;
  private final ExprReader exprs;
  private final ConditionReader conditions;

  RuleReader(RuleDefaults defaults, Duration interval) {
    this.defaults = defaults;
    this.exprs = new ExprReader(interval);
    this.conditions = new ConditionReader(defaults, exprs);
  }

  Optional<Rule> read(ConfigMap map) {
    ConfigNode alert = map.get("alert");
    ConfigNode record = map.get("record");
    if (alert.present() == record.present()) {
      String both = "a rule has either \"alert\" or \"record\"";
      map.problem(alert.present() ? both + ", not both" : both + " with its name", null);
      if (!alert.present()) {
        ConditionReader.askForAll(map);
        map.done();
        return Optional.empty();
      }
    }
    Optional<Rule> rule = alert.present() ? alerting(map, alert) : recording(map, record);
    map.done();
    return rule;
  }

  private Optional<Rule> recording(ConfigMap map, ConfigNode name) {
    String metric = name.string().orElse("");
    if (!METRIC.matcher(metric).matches()) {
      name.problem("must be a metric's name: letters, digits, _ and :, no digit first");
    }
    for (String key : ConditionReader.ALERT_KEYS) {
      map.refuse(key, "goes with \"alert\" only; this rule makes a series");
    }
    Optional<Expr> expr = exprs.read(map.require("expr"));
    return expr.map(
        e -> new Rule.Recording(metric, e, LabelReader.constant(map, "labels"), new Origin(map)));
  }

  private Optional<Rule> alerting(ConfigMap map, ConfigNode name) {
    String alert = name.string().orElse("");
    if (alert.isBlank()) {
      name.problem("an alert's name must not be empty");
    }
    Optional<Condition> condition = conditions.read(map);
    Duration hold = map.duration("for", Duration.ZERO);
    Duration keepFiring = map.duration("keep_firing_for", Duration.ZERO);
    Duration onNoData = Positive.duration(map, "on_no_data", defaults.onNoData());
    long limit = map.integer("limit", 0, Integer.MAX_VALUE, 0);
    boolean shadow = map.bool("shadow", false);
    Map<String, Template> labels = LabelReader.templates(map, "labels", true);
    Map<String, Template> annotations = LabelReader.templates(map, "annotations", false);
    return condition.map(
        c ->
            new Rule.Alerting(
                alert,
                c,
                hold,
                keepFiring,
                onNoData,
                limit,
                shadow,
                labels,
                annotations,
                new Origin(map)));
  }
}
