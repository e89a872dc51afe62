package io.tocsin.deploy.benchmark.report;

import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a report for people. */
public final class MarkdownReport {
  private static final String HEAD =
      """

      Median (least–greatest) of the runs. CPU s / M: CPU seconds of the system's process per million events.

      | system | CPU s / M | events/s | CPU s / M, warm | events/s, warm | broker CPU s / M | peak RSS MiB | broker wrote MiB | own disk MiB | start s (CPU s) | outputs | answer |
      |---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  private MarkdownReport() {}

  /** Returns the report as Markdown. */
  public static String of(Report report) {
    StringBuilder text = new StringBuilder("## ").append(report.workload()).append("\n\n");
    report.about().forEach(line -> text.append("- ").append(line).append('\n'));
    text.append(HEAD);
    report.systems().forEach(system -> text.append(row(system)));
    report.ours().ifPresent(ours -> appendRatios(text, report, ours));
    text.append("\nSettings, and where the designs differ:\n\n");
    for (SystemFigures system : report.systems()) {
      text.append("- `").append(system.name()).append("`: ").append(settings(system));
      text.append(". ").append(system.differs()).append(".\n");
    }
    return text.toString();
  }

  private static String row(SystemFigures s) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %.2f | %,.0f | %.2f | %,.0f | %,.0f | %,.0f | %.1f (%.1f) | %d | %s |%n",
        s.name(),
        s.cpuPerMillion().text(2),
        s.eventsPerSecond().text(0),
        s.steadyCpuPerMillion().median(),
        s.steadyEventsPerSecond().median(),
        s.brokerCpuPerMillion().median(),
        s.rssMib().max(),
        s.brokerWrittenMib().median(),
        s.ownWrittenMib().median(),
        s.startSeconds().median(),
        s.startCpuSeconds().median(),
        s.outputs(),
        s.correct() ? "right" : "WRONG: " + s.problem());
  }

  private static void appendRatios(StringBuilder text, Report report, SystemFigures ours) {
    text.append("\nTocsin against each, by medians:\n\n");
    for (SystemFigures peer : report.systems()) {
      if (!peer.equals(ours)) {
        text.append(
            String.format(
                Locale.ROOT,
                "- `%s`: %.2f × its events/s, 1/%.2f of its CPU time%n",
                peer.name(),
                Report.speedRatio(ours, peer),
                Report.cpuRatio(ours, peer)));
      }
    }
  }

  private static String settings(SystemFigures system) {
    return system.settings().entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
