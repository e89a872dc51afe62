package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.expr.ExprPlan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds records that are made from themselves, directly or through others. */
final class RecordingCycles {

  private RecordingCycles() {}

  static void check(List<PlannedRule> rules, Problems problems) {
    Map<String, Set<String>> reads = new TreeMap<>();
    for (PlannedRule rule : rules) {
      if (rule.rule() instanceof Rule.Recording recording) {
        reads
            .computeIfAbsent(recording.name(), name -> new TreeSet<>())
            .addAll(ExprPlan.of(recording.expr()).metrics());
      }
    }
    for (PlannedRule rule : rules) {
      if (rule.rule() instanceof Rule.Recording recording
          && isMadeFromItself(recording.name(), reads)) {
        recording
            .origin()
            .problem(
                problems,
                "the record \""
                    + recording.name()
                    + "\" is made from itself, so no order of"
                    + " evaluation is right",
                null);
      }
    }
  }

  private static boolean isMadeFromItself(String record, Map<String, Set<String>> reads) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(reads.getOrDefault(record, Set.of()));
    while (!open.isEmpty()) {
      String metric = open.pop();
      if (metric.equals(record)) {
        return true;
      }
      if (seen.add(metric)) {
        open.addAll(reads.getOrDefault(metric, Set.of()));
      }
    }
    return false;
  }
}
