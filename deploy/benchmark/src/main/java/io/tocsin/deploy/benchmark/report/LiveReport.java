package io.tocsin.deploy.benchmark.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.deploy.benchmark.live.LiveResult;
import io.tocsin.deploy.benchmark.live.Recovery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What live runs showed, as Markdown and as JSON. Used by one thread. */
public final class LiveReport {
  private final String workload;
  private final String jdk;
  private final List<String> about;
  private final List<Row> rows = new ArrayList<>();

  /**
   * Starts an empty report.
   *
   * @param about lines that say what was done, and on what machine
   */
  public LiveReport(String workload, String jdk, List<String> about) {
    this.workload = workload;
    this.jdk = jdk;
    this.about = List.copyOf(about);
  }

  /** Adds the runs of one system in one situation. */
  public void add(String system, String situation, List<LiveResult> runs) {
    rows.add(new Row(system, situation, List.copyOf(runs)));
  }

  /** Returns whether every run lost nothing, doubled nothing and invented nothing. */
  public boolean correct() {
    return rows.stream().allMatch(Row::correct);
  }

  /** Returns the report for people; of several runs, the one with the median p99 or silence. */
  public String markdown() {
    StringBuilder text = new StringBuilder("## ").append(workload).append("\n\n");
    about.forEach(line -> text.append("- ").append(line).append('\n'));
    text.append(
        """

        Latencies in ms from the input's append, p50 / p99 / p99.9 / max: to the append of the answer, and to a
        read-committed reader. Back after: ms from the kill to the first new answer, and until every partition had one;
        readings that the system was behind when it was killed.

        | system | situation | append to append | append to reader | cores used | back after | caused | lost | doubled | wrong |
        |---|---|---|---|---|---|---|---|---|---|
        """);
    for (Row row : rows) {
      LiveResult run = row.typical();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %.2f | %s | %d | %d | %d | %d |%n",
              row.system(),
              row.situation(),
              run.append().text(),
              run.visible().text(),
              run.cpuShare(),
              run.recovery().text(),
              run.caused(),
              row.sum(LiveResult::lost),
              row.sum(LiveResult::doubled),
              row.sum(LiveResult::wrong)));
    }
    return text.toString();
  }

  /** Returns the report for programs: an entry per system and situation, with all its runs. */
  public String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("workload", workload).put("jdk", jdk);
    about.forEach(root.putArray("about")::add);
    var entries = root.putArray("results");
    for (Row row : rows) {
      ObjectNode entry = entries.addObject();
      entry.put("system", row.system()).put("situation", row.situation());
      entry.put("correct", row.correct());
      var runs = entry.putArray("runs");
      row.runs().forEach(run -> put(runs.addObject(), run));
    }
    return root.toPrettyString() + "\n";
  }

  private static void put(ObjectNode node, LiveResult run) {
    put(node.putObject("append_ms"), run.append());
    put(node.putObject("visible_ms"), run.visible());
    Recovery recovery = run.recovery();
    node.put("cores", run.cpuShare()).put("first_ms", recovery.first());
    node.put("started_ms", recovery.started()).put("behind", recovery.behind());
    node.put("restored", recovery.restored());
    node.put("all_partitions_ms", recovery.all()).put("caused", run.caused());
    node.put("lost", run.lost()).put("doubled", run.doubled()).put("wrong", run.wrong());
  }

  private static void put(ObjectNode node, Percentiles latency) {
    node.put("p50", latency.p50()).put("p99", latency.p99());
    node.put("p99_9", latency.p999()).put("max", latency.max());
  }

  private record Row(String system, String situation, List<LiveResult> runs) {
    boolean correct() {
      return runs.stream().allMatch(LiveResult::correct);
    }

    LiveResult typical() {
      Comparator<LiveResult> order =
          Comparator.comparingLong((LiveResult run) -> run.recovery().all())
              .thenComparingLong(run -> run.append().p99());
      return runs.stream().sorted(order).toList().get(runs.size() / 2);
    }

    long sum(ToLongFunction<LiveResult> property) {
      return runs.stream().mapToLong(property).sum();
    }
  }
}
