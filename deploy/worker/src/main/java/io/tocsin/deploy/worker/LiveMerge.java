package io.tocsin.deploy.worker;

import io.tocsin.pipeline.detect.DetectOutput;
import io.tocsin.pipeline.detect.DetectStats;
import io.tocsin.pipeline.detect.MergeInput;
import io.tocsin.pipeline.detect.MergeStage;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.ShardContext;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where parts of many shards meet, under the rules that hold; made anew over its state when these
 * change. The lane's thread only, but for {@link #stats}.
 */
final class LiveMerge {
  private final ActiveRules active;
  private final WorkerSettings settings;
  private final Set<String> writers;
  private final Predicate<String> own;
  private final ShardContext shard;
  private ActiveRules.Version version;
  private volatile MergeStage merge;

  /**
   * @param own whether the parts of a rule, by its identity, come to this shard
   */
  LiveMerge(
      ActiveRules active,
      WorkerSettings settings,
      Set<String> writers,
      Predicate<String> own,
      ShardContext shard) {
    this.active = active;
    this.settings = settings;
    this.writers = writers;
    this.own = own;
    this.shard = shard;
    version = active.current();
    merge = stage(version);
  }

  private MergeStage stage(ActiveRules.Version of) {
    return MergeStage.of(
        of.rules(), settings.detect(), settings.summaries().plan(of.rules()), writers, own, shard);
  }

  @SuppressWarnings("ReferenceEquality") // every change makes a new version
  Batch<DetectOutput> apply(Batch<MergeInput> batch) {
    ActiveRules.Version now = active.current();
    if (now != version) {
      shard.state().reopen();
      version = now;
      merge = stage(now);
    }
    return merge.apply(batch);
  }

  DetectStats stats() {
    return merge.stats();
  }
}
