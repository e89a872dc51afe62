package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.event.Partial;

/** What is read where the parts of many shards meet. */
public sealed interface MergeInput {
  /** A shard's part. */
  record Part(Partial partial) implements MergeInput {}

  /** What a shard says of the engine itself. */
  record Word(Alert alert) implements MergeInput {}

  /** How far a shard has come. */
  record Upto(Mark mark) implements MergeInput {}
}
