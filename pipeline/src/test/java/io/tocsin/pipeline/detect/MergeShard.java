package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Shards of the events' topic, and the one where their parts meet. */
final class MergeShard {
  private static final ShardId ID = new ShardId("detect", "tocsin.partials", 0);

  private final Rules rules;
  private final Set<String> writers = new TreeSet<>();
  private final StateStore store;
  private ShardState state;
  private MergeStage stage;
  final List<DetectOutput> out = new ArrayList<>();

  MergeShard(int partitions, String... yaml) {
    this(States.inMemoryStore(), partitions, yaml);
  }

  /** A shard that goes on with what is stored. */
  MergeShard(StateStore store, int partitions, String... yaml) {
    this.store = store;
    state = States.open(store, CacheBudget.unbounded());
    rules = DetectShard.bySite(DetectShard.rules(yaml));
    for (int p = 0; p < partitions; p++) {
      writers.add(writer(p));
    }
    stage = open();
  }

  private static String writer(int partition) {
    return DetectShard.ID.topic() + "-" + partition;
  }

  private MergeStage open() {
    return MergeStage.of(
        rules,
        DetectSettings.DEFAULTS,
        rules.windowPlan(60_000, DetectShard.ADDED),
        writers,
        new ShardContext(ID, state, new Credit()));
  }

  MergeShard restart() {
    state.drain();
    state.committed(new Position(0, 0, 0));
    state = States.open(store, CacheBudget.unbounded());
    stage = open();
    return this;
  }

  /** The same after the number of shards that write parts has changed. */
  MergeShard restart(int partitions) {
    writers.clear();
    for (int p = 0; p < partitions; p++) {
      writers.add(writer(p));
    }
    return restart();
  }

  /** What is stored after a commit. */
  StateStore stored() {
    restart();
    return store;
  }

  /** Reads what a shard has told. */
  void take(int partition, List<DetectOutput> told) {
    List<MergeInput> items = new ArrayList<>();
    for (DetectOutput output : told) {
      if (output instanceof DetectOutput.Parted parted) {
        items.add(new MergeInput.Part(parted.partial()));
      } else if (output instanceof DetectOutput.Noted noted) {
        items.add(new MergeInput.Word(noted.alert()));
      } else if (output instanceof DetectOutput.Marked marked) {
        items.add(new MergeInput.Upto(new Mark(writer(partition), marked.time())));
      }
    }
    Batch<MergeInput> batch = Batch.of(ID, Now.behind(0), Records.NONE).with(List.copyOf(items));
    out.addAll(stage.apply(batch).items());
    state.batchEnd();
  }

  List<Alert> alerts() {
    return out.stream()
        .filter(DetectOutput.Alerted.class::isInstance)
        .map(told -> ((DetectOutput.Alerted) told).alert())
        .toList();
  }

  List<Summary> summaries() {
    return out.stream()
        .filter(DetectOutput.Summarised.class::isInstance)
        .map(told -> ((DetectOutput.Summarised) told).summary())
        .toList();
  }

  DetectStats stats() {
    return stage.stats();
  }
}
