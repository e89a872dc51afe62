package io.tocsin.deploy.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.detect.LearningStats;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.rule.file.Condition;
import io.tocsin.pipeline.rule.file.PlannedRule;
import io.tocsin.pipeline.rule.file.Rule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /api/v1/alerts} and {@code /api/v1/rules} in the shape of Prometheus' HTTP API, for tools
 * that know it; and {@code /api/v1/detectors} in the same manner.
 */
final class PrometheusApi {
  private final ObjectMapper json = new ObjectMapper();
  private final ActiveRules active;
  private final AlertView view;

  PrometheusApi(ActiveRules active, AlertView view) {
    this.active = active;
    this.view = view;
  }

  String alerts() {
    ObjectNode data = json.createObjectNode();
    ArrayNode list = data.putArray("alerts");
    view.alerts().forEach(alert -> alert(list.addObject(), alert));
    return success(data);
  }

  String rules() {
    Map<String, ObjectNode> groups = new LinkedHashMap<>();
    ObjectNode data = json.createObjectNode();
    ArrayNode list = data.putArray("groups");
    for (PlannedRule planned : active.current().set().rules()) {
      ObjectNode group =
          groups.computeIfAbsent(
              planned.group().name(),
              name -> {
                ObjectNode g = list.addObject();
                g.put("name", name);
                g.put("file", planned.group().origin().file());
                g.put("interval", planned.group().interval().toMillis() / 1000.0);
                g.putArray("rules");
                return g;
              });
      rule(group.withArray("rules").addObject(), planned);
    }
    return success(data);
  }

  /** Ours: which version of the rules holds, as written, and what is wrong with a newer one. */
  String written() {
    ActiveRules.Version now = active.current();
    ObjectNode data = json.createObjectNode();
    data.put("version", now.number());
    String problem = active.problem();
    if (problem != null) {
      data.put("problem", problem);
    }
    ArrayNode files = data.putArray("files");
    now.texts().forEach((name, text) -> files.addObject().put("name", name).put("text", text));
    return success(data);
  }

  private void rule(ObjectNode out, PlannedRule planned) {
    if (planned.rule() instanceof Rule.Recording recording) {
      out.put("type", "recording");
      out.put("name", recording.name());
      out.put("query", recording.expr().toString());
    } else if (planned.rule() instanceof Rule.Alerting alerting) {
      List<Alert> own = view.alerts().stream().filter(a -> a.rule().equals(planned.id())).toList();
      out.put("type", "alerting");
      out.put("name", alerting.name());
      out.put("query", query(alerting.condition()));
      out.put("duration", alerting.hold().toMillis() / 1000.0);
      out.put("keepFiringFor", alerting.keepFiring().toMillis() / 1000.0);
      out.put("state", own.isEmpty() ? "inactive" : "firing");
      ArrayNode alerts = out.putArray("alerts");
      own.forEach(alert -> alert(alerts.addObject(), alert));
    }
    out.put("health", "ok");
  }

  private static String query(Condition condition) {
    return condition instanceof Condition.Threshold threshold
        ? threshold.expr().toString()
        : condition.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  private static void alert(ObjectNode out, Alert alert) {
    ObjectNode labels = out.putObject("labels");
    alert.labels().forEach(labels::put);
    ObjectNode annotations = out.putObject("annotations");
    alert.annotations().forEach(annotations::put);
    out.put("state", alert.status() == AlertStatus.UNKNOWN ? "unknown" : "firing");
    out.put("activeAt", Instant.ofEpochMilli(alert.startsAt()).toString());
    out.put("value", Double.toString(alert.value()));
  }

  /** How far the detectors are, over all shards, and which series are not ready. */
  String detectors(List<LearningStats> shards) {
    ObjectNode data = json.createObjectNode();
    data.put("warming_up", shards.stream().mapToLong(LearningStats::warmingUp).sum());
    data.put("ready", shards.stream().mapToLong(LearningStats::ready).sum());
    data.put("drifting", shards.stream().mapToLong(LearningStats::drifting).sum());
    ArrayNode list = data.putArray("series");
    for (LearningStats shard : shards) {
      for (LearningStats.SeriesPhase one : shard.notReady()) {
        ObjectNode series = list.addObject();
        series.put("rule", one.rule());
        series.put("sensor", one.series().sensor().value());
        series.put("metric", one.series().metric());
        one.series().labels().forEach(series.putObject("labels")::put);
        series.put("state", one.phase().name().toLowerCase(java.util.Locale.ROOT));
      }
    }
    return success(data);
  }

  private String success(ObjectNode data) {
    ObjectNode answer = json.createObjectNode();
    answer.put("status", "success");
    answer.set("data", data);
    return answer.toString();
  }
}
