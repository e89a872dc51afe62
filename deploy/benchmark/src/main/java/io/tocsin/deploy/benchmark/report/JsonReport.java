package io.tocsin.deploy.benchmark.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes a report for programs:
 *
 * <pre>{@code
 * {"workload": "windowed", "jdk": "17.0.15", "about": [...],
 *  "systems": {"tocsin": {"events_per_s": {"median": 0, "min": 0, "max": 0},
 *                         "cpu_s_per_million": {...}, "rss_mib": {...}, ...,
 *                         "outputs": 0, "correct": true}, ...},
 *  "ratios": {"kafka-streams": {"events_per_s": 0, "cpu": 0}, ...}}
 * }</pre>
 */
public final class JsonReport {
  private JsonReport() {}

  /** Returns the report as JSON. */
  public static String of(Report report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("workload", report.workload()).put("jdk", report.jdk());
    report.about().forEach(root.putArray("about")::add);
    ObjectNode systems = root.putObject("systems");
    report.systems().forEach(system -> put(systems.putObject(system.name()), system));
    ObjectNode ratios = root.putObject("ratios");
    report.ours().ifPresent(ours -> putRatios(ratios, report, ours));
    return root.toPrettyString() + "\n";
  }

  private static void put(ObjectNode node, SystemFigures system) {
    put(node, "events_per_s", system.eventsPerSecond());
    put(node, "cpu_s_per_million", system.cpuPerMillion());
    put(node, "rss_mib", system.rssMib());
    put(node, "warm_events_per_s", system.steadyEventsPerSecond());
    put(node, "warm_cpu_s_per_million", system.steadyCpuPerMillion());
    put(node, "broker_cpu_s_per_million", system.brokerCpuPerMillion());
    put(node, "broker_written_mib", system.brokerWrittenMib());
    put(node, "disk_written_mib", system.ownWrittenMib());
    put(node, "start_s", system.startSeconds());
    put(node, "start_cpu_s", system.startCpuSeconds());
    node.put("outputs", system.outputs()).put("correct", system.correct());
    node.put("problem", system.problem()).put("differs", system.differs());
    ObjectNode settings = node.putObject("settings");
    system.settings().forEach(settings::put);
  }

  private static void put(ObjectNode node, String name, Spread spread) {
    node.putObject(name)
        .put("median", round(spread.median()))
        .put("min", round(spread.min()))
        .put("max", round(spread.max()));
  }

  private static void putRatios(ObjectNode ratios, Report report, SystemFigures ours) {
    for (SystemFigures peer : report.systems()) {
      if (!peer.equals(ours)) {
        ratios
            .putObject(peer.name())
            .put("events_per_s", round(Report.speedRatio(ours, peer)))
            .put("cpu", round(Report.cpuRatio(ours, peer)));
      }
    }
  }

  private static double round(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
