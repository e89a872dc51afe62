package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.Changelog.InputMark;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.Task;
import io.tocsin.pipeline.state.Position.Origin;
import io.tocsin.pipeline.state.StateException;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * A shard that is ready: its way through the stages, its position, its state. Used by the lane's
 * thread only.
 */
final class Shard implements AutoCloseable {
  private final ShardContext context;
  private final TopicPartition input;
  private final Answers answers = new Answers();
  private @Nullable FluxSink<Batch<Records>> feed;
  private long position;
  private long lastBatch;
  private final Origin origin;
  private boolean moved;
  private boolean originDue;

  /**
   * Opens the task's way.
   *
   * @param origin what the state is made of from now on
   * @param originDue whether the changelog says something else yet
   */
  Shard(
      ShardContext context,
      TopicPartition input,
      long position,
      Origin origin,
      boolean originDue,
      Task task) {
    this.context = context;
    this.input = input;
    this.position = position;
    this.origin = origin;
    this.originDue = originDue;
    Flux<Batch<Records>> in = Flux.push(sink -> feed = sink, FluxSink.OverflowStrategy.ERROR);
    task.open(context, in).subscribe(answers);
  }

  ShardContext context() {
    return context;
  }

  TopicPartition input() {
    return input;
  }

  /** Next offset of the input to be processed. */
  long position() {
    return position;
  }

  /** The topics that its state is made of. */
  Origin origin() {
    return origin;
  }

  /** Whether a commit must write to the changelog. */
  boolean stateDue() {
    return originDue || context.state().dirty();
  }

  /** What the changelog says of the input at a commit. */
  InputMark mark() {
    return new InputMark(position, origin.input(), origin.inputPartitions());
  }

  /** Wall time of the last batch, epoch milliseconds. */
  long lastBatch() {
    return lastBatch;
  }

  /** Whether records were processed since the last commit. */
  boolean moved() {
    return moved;
  }

  /** Whether there is anything that a commit would change. */
  boolean uncommitted() {
    return moved || context.state().dirty();
  }

  /** Takes all records of a view on their way and returns what they made. */
  List<OutRecord> process(Now now, Records records) {
    List<OutRecord> out = run(Batch.of(context.id(), now, records));
    advance(records);
    return out;
  }

  /** Gives up a record that the stages fail on: it goes its way as a rejection only. */
  List<OutRecord> giveUp(Now now, Records one, String message) {
    Batch<Records> batch = Batch.of(context.id(), now, one).with(List.of());
    batch.reject(0, Rejection.Reason.FAILED, context.id().task(), message);
    List<OutRecord> out = run(batch);
    advance(one);
    return out;
  }

  /** Tells the time. */
  List<OutRecord> tick(Now now) {
    return run(Batch.of(context.id(), now, Records.NONE));
  }

  /** Whether the way asks for another batch of records. */
  boolean wantsRecords() {
    return context.credit().get() > 0 && feed != null && feed.requestedFromDownstream() > 0;
  }

  void committed() {
    moved = false;
    originDue = false;
  }

  private void advance(Records records) {
    position = records.offset(records.size() - 1) + 1;
    moved = true;
    context.credit().take(records.size());
  }

  private List<OutRecord> run(Batch<Records> batch) {
    lastBatch = batch.now().wall();
    FluxSink<Batch<Records>> sink = feed;
    if (sink == null) {
      throw new IllegalStateException(context.id() + ": its way was never subscribed to");
    }
    answers.expect();
    sink.next(batch);
    List<OutRecord> out = answers.take(context.id());
    context.state().batchEnd();
    return out;
  }

  @Override
  public void close() {
    answers.dispose();
    context.state().close();
  }

  /** The lane's end of the way. */
  private static final class Answers extends BaseSubscriber<Batch<OutRecord>> {
    private @Nullable Batch<OutRecord> answer;
    private @Nullable Throwable failure;

    void expect() {
      answer = null;
    }

    List<OutRecord> take(Object shard) {
      if (failure instanceof StateException e) {
        // Not the records' fault: they must not be given up.
        throw e;
      }
      if (failure != null) {
        throw new ShardFailedException(shard + " failed: " + failure, failure);
      }
      if (answer == null) {
        throw new IllegalStateException(shard + ": a batch was not answered in the same call");
      }
      return answer.items();
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      subscription.request(1);
    }

    @Override
    protected void hookOnNext(Batch<OutRecord> value) {
      answer = value;
      request(1);
    }

    @Override
    protected void hookOnError(Throwable throwable) {
      failure = throwable;
    }
  }
}
