package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.detect.DetectOutput;
import io.tocsin.pipeline.detect.MergeInput;
import io.tocsin.pipeline.detect.MergeStage;
import io.tocsin.pipeline.detect.RuleTrace;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.States;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of all shards meet, after all have ended: reads them as if the shards had kept
 * pace with each other.
 */
final class BacktestMerge {
  private static final ShardId ID = new ShardId("detect", "backtest.partials", 0);

  private final List<BacktestShard> shards;
  private final long wall;
  private final ShardState state = States.inMemory();
  private final MergeStage stage;
  private final List<Alert> alerts = new ArrayList<>();
  private final List<Alert> shadow = new ArrayList<>();

  BacktestMerge(
      BacktestRules rules, List<BacktestShard> shards, long wall, @Nullable RuleTrace trace) {
    this.shards = shards;
    this.wall = wall;
    Set<String> writers =
        shards.stream().map(BacktestShard::writer).collect(Collectors.toUnmodifiableSet());
    stage =
        MergeStage.of(
            rules.rules(),
            rules.detect(),
            rules.plan(),
            writers,
            new ShardContext(ID, state, new Credit()));
    if (trace != null) {
      stage.follow(trace);
    }
  }

  BacktestMerge run() {
    int[] next = new int[shards.size()];
    long[] reached = new long[shards.size()];
    java.util.Arrays.fill(reached, Long.MIN_VALUE);
    int slowest;
    while ((slowest = slowest(next, reached)) >= 0) {
      List<MergeInput> parts = shards.get(slowest).parts();
      List<MergeInput> batch = new ArrayList<>();
      while (next[slowest] < parts.size()) {
        MergeInput input = parts.get(next[slowest]++);
        batch.add(input);
        if (input instanceof MergeInput.Upto upto) {
          reached[slowest] = upto.mark().time();
          break;
        }
      }
      take(batch);
    }
    return this;
  }

  private int slowest(int[] next, long[] reached) {
    int slowest = -1;
    for (int s = 0; s < next.length; s++) {
      boolean more = next[s] < shards.get(s).parts().size();
      if (more && (slowest < 0 || reached[s] < reached[slowest])) {
        slowest = s;
      }
    }
    return slowest;
  }

  private void take(List<MergeInput> batch) {
    Batch<MergeInput> in = Batch.of(ID, Now.behind(wall), Records.NONE).with(batch);
    for (DetectOutput output : stage.apply(in).items()) {
      if (output instanceof DetectOutput.Alerted alerted) {
        (alerted.shadow() ? shadow : alerts).add(alerted.alert());
      }
    }
    state.batchEnd();
  }

  List<Alert> alerts() {
    return alerts;
  }

  List<Alert> shadow() {
    return shadow;
  }
}
