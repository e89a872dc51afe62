package io.tocsin.pipeline.flow;

import reactor.core.publisher.Flux;

/** One of the tasks: opens the way of one shard. */
public interface Task {
  /** ingest, detect, respond or deliver. */
  String name();

  /**
   * Called on the lane's thread when a shard is ready, once for each time it is owned. The Flux
   * must answer each batch with exactly one batch, on the same thread; its error is that shard's
   * recovery, not everybody's end.
   */
  Flux<Batch<OutRecord>> open(ShardContext shard, Flux<Batch<Records>> in);
}
