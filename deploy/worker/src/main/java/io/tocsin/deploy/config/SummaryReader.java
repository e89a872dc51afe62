package io.tocsin.deploy.config;

import io.tocsin.deploy.worker.SummarySettings;
import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.window.Statistic;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code summaries}. */
final class SummaryReader {
  private SummaryReader() {}

  static SummarySettings read(ConfigMap root) {
    ConfigMap map = root.map("summaries");
    Duration window = map.duration("window", Duration.ofSeconds(60));
    ZoneId days = zone(map.get("timezone"));
    if (days != null && !window.equals(Duration.ofDays(1))) {
      map.get("timezone")
          .problem(
              "goes with \"window: 1d\" only; windows of other widths begin at"
                  + " multiples of their width since 1970");
    }
    List<List<String>> by = new ArrayList<>();
    List<ConfigNode> items = map.get("by").items();
    if (items.stream().anyMatch(ConfigNode::isList)) {
      items.forEach(item -> by.add(item.strings()));
    } else if (!items.isEmpty()) {
      by.add(map.strings("by", List.of()));
    }
    List<Statistic> statistics = statistics(map.get("statistics"), !by.isEmpty());
    map.done();
    return new SummarySettings(window.toMillis(), days, statistics, by);
  }

  private static List<Statistic> statistics(ConfigNode node, boolean ofGroups) {
    Map<String, Statistic> statistics = new TreeMap<>();
    for (ConfigNode item : node.items()) {
      String name = item.string().orElse("");
      Statistic statistic = Statistic.named(name).orElse(null);
      if (statistic == null) {
        item.problem("is no statistic; accepted: " + Statistic.ACCEPTED);
      } else if (ofGroups && !statistic.addsUp()) {
        item.problem(
            "does not follow from what single series tell, and there is \"by\"; ask a rule for it,"
                + " such as sum by (site) (rate(requests[1m]))");
      } else {
        statistics.put(name, statistic);
      }
    }
    return statistics.isEmpty() ? Statistic.BASIC : List.copyOf(statistics.values());
  }

  private static @Nullable ZoneId zone(ConfigNode node) {
    String name = node.string().orElse("");
    try {
      return name.isEmpty() ? null : ZoneId.of(name);
    } catch (DateTimeException e) {
      node.problem("is no time zone; accepted: names such as Europe/Berlin or UTC");
      return null;
    }
  }
}
