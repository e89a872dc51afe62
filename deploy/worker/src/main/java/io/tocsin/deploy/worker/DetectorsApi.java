package io.tocsin.deploy.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.detect.LearningStats;
import java.util.List;
import java.util.Locale;

/** {@code /api/v1/detectors}: how far the learning is, in the manner of Prometheus' API. */
final class DetectorsApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DetectorsApi() {}

  /** Over all shards, with the series that are not ready. */
  static String answer(List<LearningStats> shards) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("status", "success");
    ObjectNode data = answer.putObject("data");
    data.put("warming_up", shards.stream().mapToLong(LearningStats::warmingUp).sum());
    data.put("ready", shards.stream().mapToLong(LearningStats::ready).sum());
    data.put("drifting", shards.stream().mapToLong(LearningStats::drifting).sum());
    ArrayNode list = data.putArray("series");
    shards.forEach(shard -> shard.notReady().forEach(one -> series(list.addObject(), one)));
    return answer.toString();
  }

  private static void series(ObjectNode out, LearningStats.SeriesPhase one) {
    out.put("rule", one.rule());
    out.put("sensor", one.series().sensor().value());
    out.put("metric", one.series().metric());
    ObjectNode labels = out.putObject("labels");
    one.series().labels().forEach(labels::put);
    out.put("state", one.phase().name().toLowerCase(Locale.ROOT));
  }
}
