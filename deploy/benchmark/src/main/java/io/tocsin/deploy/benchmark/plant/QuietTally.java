package io.tocsin.deploy.benchmark.plant;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What a healthy plant was told. Not thread-safe: one for each sensor, added up. */
public final class QuietTally {
  private final Map<HealthyKind, int[]> kinds = new EnumMap<>(HealthyKind.class);
  private int sensorFindings;
  private int aboveInfo;

  QuietTally() {}

  void series(HealthyKind kind) {
    kinds.computeIfAbsent(kind, k -> new int[2])[0]++;
  }

  void finding(HealthyKind kind, boolean more) {
    kinds.computeIfAbsent(kind, k -> new int[2])[1]++;
    aboveInfo += more ? 1 : 0;
  }

  void sensorFinding(boolean more) {
    sensorFindings++;
    aboveInfo += more ? 1 : 0;
  }

  QuietTally plus(QuietTally other) {
    QuietTally sum = new QuietTally();
    for (QuietTally part : new QuietTally[] {this, other}) {
      part.kinds.forEach(
          (kind, counts) -> {
            int[] into = sum.kinds.computeIfAbsent(kind, k -> new int[2]);
            into[0] += counts[0];
            into[1] += counts[1];
          });
      sum.sensorFindings += part.sensorFindings;
      sum.aboveInfo += part.aboveInfo;
    }
    return sum;
  }

  /** Findings of series, all kinds. */
  public int findings() {
    return kinds.values().stream().mapToInt(counts -> counts[1]).sum();
  }

  /** Findings of whole sensors. */
  public int sensorFindings() {
    return sensorFindings;
  }

  /** Findings, of series or sensors, that are more than evidence. */
  public int aboveInfo() {
    return aboveInfo;
  }

  /** Findings per series, by kind. */
  public String byKind() {
    StringBuilder text = new StringBuilder();
    kinds.forEach(
        (kind, counts) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %-12s %6d series, %.2f findings each%n",
                    kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    counts[0],
                    (double) counts[1] / counts[0])));
    return text.toString();
  }
}
