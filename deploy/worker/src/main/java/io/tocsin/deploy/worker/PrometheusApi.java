package io.tocsin.deploy.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.rule.expr.GoFloat;
import io.tocsin.pipeline.rule.file.Condition;
import io.tocsin.pipeline.rule.file.PlannedRule;
import io.tocsin.pipeline.rule.file.Rule;
import io.tocsin.pipeline.rule.file.RuleGroup;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/alerts} and {@code /api/v1/rules} in the shape of Prometheus' HTTP API, for tools
 * that know it. Alerts are those of the whole installation; pending ones are counted in the metrics
 * only, as nothing is published of them. Evaluation follows event time: it has no duration of its
 * own to tell, and its latest time is the newest that a shard of this worker has reached.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/api/#rules">the API</a>
 */
final class PrometheusApi {
  /** Go's zero time, which Prometheus tells before the first evaluation. */
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private final ObjectMapper json = new ObjectMapper();
  private final ActiveRules active;
  private final AlertView view;
  private final LongSupplier evaluated;

  /**
   * @param evaluated event time of the latest evaluation, epoch milliseconds; {@link
   *     Long#MIN_VALUE} before the first
   */
  PrometheusApi(ActiveRules active, AlertView view, LongSupplier evaluated) {
    this.active = active;
    this.view = view;
    this.evaluated = evaluated;
  }

  /** What an unacceptable request is answered with. */
  String badData(String message) {
    ObjectNode answer = json.createObjectNode();
    answer.put("status", "error");
    answer.put("errorType", "bad_data");
    answer.put("error", message);
    return answer.toString();
  }

  String alerts() {
    ObjectNode data = json.createObjectNode();
    ArrayNode list = data.putArray("alerts");
    view.alerts().forEach(alert -> alert(list.addObject(), alert));
    return success(data);
  }

  /**
   * All rules.
   *
   * @param type {@code alert} or {@code record}; null for both
   */
  String rules(@Nullable String type) {
    Map<String, ObjectNode> groups = new LinkedHashMap<>();
    ObjectNode data = json.createObjectNode();
    ArrayNode list = data.putArray("groups");
    for (PlannedRule planned : active.current().set().rules()) {
      if (type != null && type.equals("record") != (planned.rule() instanceof Rule.Recording)) {
        continue;
      }
      ObjectNode group =
          groups.computeIfAbsent(
              planned.group().name(),
              name -> {
                ObjectNode g = list.addObject();
                g.put("name", name);
                g.put("file", planned.group().origin().file());
                g.put("interval", planned.group().interval().toMillis() / 1000.0);
                g.put("limit", planned.group().limit());
                g.putArray("rules");
                evaluation(g);
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
    data.put("fingerprint", Fingerprint.of(now.texts().toString()));
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
      ObjectNode labels = out.putObject("labels");
      recording.labels().forEach(labels::put);
    } else if (planned.rule() instanceof Rule.Alerting alerting) {
      List<Alert> own = view.alerts().stream().filter(a -> a.rule().equals(planned.id())).toList();
      out.put("type", "alerting");
      out.put("name", alerting.name());
      out.put("query", query(alerting.condition()));
      out.put("duration", alerting.hold().toMillis() / 1000.0);
      out.put("keepFiringFor", alerting.keepFiring().toMillis() / 1000.0);
      out.put("state", own.isEmpty() ? "inactive" : "firing");
      labels(out.putObject("labels"), planned.group(), alerting);
      ObjectNode annotations = out.putObject("annotations");
      alerting.annotations().forEach((name, text) -> annotations.put(name, text.toString()));
      ArrayNode alerts = out.putArray("alerts");
      own.forEach(alert -> alert(alerts.addObject(), alert));
    }
    out.put("health", evaluated.getAsLong() == Long.MIN_VALUE ? "unknown" : "ok");
    evaluation(out);
  }

  private void evaluation(ObjectNode out) {
    long last = evaluated.getAsLong();
    out.put("evaluationTime", 0);
    out.put(
        "lastEvaluation", last == Long.MIN_VALUE ? NEVER : Instant.ofEpochMilli(last).toString());
  }

  private static void labels(ObjectNode out, RuleGroup group, Rule.Alerting alerting) {
    Map<String, String> labels = new TreeMap<>();
    group.labels().forEach(labels::put);
    alerting.labels().forEach((name, text) -> labels.put(name, text.toString()));
    labels.forEach(out::put);
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
    out.put("value", GoFloat.general(alert.value()));
  }

  private String success(ObjectNode data) {
    ObjectNode answer = json.createObjectNode();
    answer.put("status", "success");
    answer.set("data", data);
    return answer.toString();
  }
}
