package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.detect.DetectOutput;
import io.tocsin.pipeline.detect.DetectStage;
import io.tocsin.pipeline.detect.MergeInput;
import io.tocsin.pipeline.detect.RuleTrace;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.flow.Stage;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.way.Way;
import io.tocsin.pipeline.window.WindowOutput;
import io.tocsin.pipeline.window.WindowStage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * One shard under one version of rules: the worker's stages over state in memory, on a thread of
 * its own, fed through a bounded queue.
 */
final class BacktestShard implements Runnable {
  /** Batches that may wait. */
  private static final int WAITING = 16;

  private static final List<Input> END = new ArrayList<>();

  /** All is read: time is what the wall clock says. */
  private static final List<Input> CAUGHT_UP = new ArrayList<>();

  private final ShardId id;
  private final BacktestRules rules;
  private final long wall;
  private final @Nullable RuleTrace trace;
  private final BlockingQueue<List<Input>> queue = new ArrayBlockingQueue<>(WAITING);
  private final List<MergeInput> parts = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final List<Alert> shadow = new ArrayList<>();
  private final Map<Rejection.Reason, Long> rejected = new EnumMap<>(Rejection.Reason.class);

  /**
   * @param wall the time at which everything counts as appended, epoch milliseconds
   * @param trace sees what the stages do; null: nobody does
   */
  BacktestShard(int partition, BacktestRules rules, long wall, @Nullable RuleTrace trace) {
    this.id = new ShardId("detect", "backtest.events", partition);
    this.rules = rules;
    this.wall = wall;
    this.trace = trace;
  }

  /** Hands a batch over; waits while too many wait. */
  void put(List<Input> batch) throws InterruptedException {
    queue.put(batch);
  }

  /**
   * Nothing follows.
   *
   * @param looksAtTheClock how often time is told before, for what is done a part at a time
   */
  void end(int looksAtTheClock) throws InterruptedException {
    for (int i = 0; i < looksAtTheClock; i++) {
      queue.put(CAUGHT_UP);
    }
    queue.put(END);
  }

  @Override
  public void run() {
    ShardState state = States.inMemory();
    ShardContext context = new ShardContext(id, state, new Credit());
    WindowStage window = WindowStage.of(rules.windows(), rules.plan(), context);
    DetectStage detect = DetectStage.of(rules.rules(), rules.detect(), context);
    try {
      Way.detect(batches(), window, trace == null ? detect : followed(detect, trace))
          .doOnNext(
              told -> {
                take(told);
                state.batchEnd();
              })
          .blockLast();
    } catch (RuntimeException e) {
      // Whoever feeds must not wait for a shard that is no more.
      queue.clear();
      throw e;
    }
  }

  /** The same stage, looked at after each thing it is told. */
  private static Stage<WindowOutput, DetectOutput> followed(DetectStage detect, RuleTrace trace) {
    return batch -> {
      List<DetectOutput> told = new ArrayList<>();
      for (WindowOutput output : batch.items()) {
        told.addAll(detect.apply(batch.with(List.of(output))).items());
        trace.follow(output, detect);
      }
      return batch.with(told);
    };
  }

  private Flux<Batch<Input>> batches() {
    return Flux.generate(
        sink -> {
          try {
            List<Input> items = queue.take();
            if (items == END) {
              sink.complete();
            } else {
              Now now = items == CAUGHT_UP ? new Now(wall, wall) : Now.behind(wall);
              sink.next(Batch.of(id, now, Records.NONE).with(items));
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sink.error(new IllegalStateException("interrupted", e));
          }
        });
  }

  private void take(Batch<DetectOutput> batch) {
    batch.rejections().forEach(r -> rejected.merge(r.reason(), 1L, Long::sum));
    for (DetectOutput output : batch.items()) {
      if (output instanceof DetectOutput.Alerted alerted) {
        (alerted.shadow() ? shadow : alerts).add(alerted.alert());
      } else if (output instanceof DetectOutput.Parted parted) {
        parts.add(new MergeInput.Part(parted.partial()));
      } else if (output instanceof DetectOutput.Noted noted) {
        parts.add(new MergeInput.Word(noted.alert()));
      } else if (output instanceof DetectOutput.Marked marked) {
        parts.add(new MergeInput.Upto(new Mark(writer(), marked.time())));
      }
    }
  }

  String writer() {
    return id.topic() + "-" + id.partition();
  }

  /** Its parts of what no shard can answer alone, and how far they reached, in order. */
  List<MergeInput> parts() {
    return parts;
  }

  List<Alert> alerts() {
    return alerts;
  }

  List<Alert> shadow() {
    return shadow;
  }

  Map<Rejection.Reason, Long> rejected() {
    return rejected;
  }
}
