package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Partial;
import io.tocsin.pipeline.event.Summary;

/** What the detect stage tells, in order. */
public sealed interface DetectOutput {
  /**
   * A window was closed or amended.
   *
   * @param quiet whether its sensor had gone quiet, so that nothing may follow for a while
   */
  record Summarised(Summary summary, boolean quiet) implements DetectOutput {}

  /**
   * An alert changed.
   *
   * @param shadow whether its rule is only being tried: nobody but the shadow topic is told
   */
  record Alerted(Alert alert, boolean shadow) implements DetectOutput {}

  /**
   * What this shard has to say of the engine itself: told people once for all shards that say so.
   *
   * @param alert as if the shard were alone; its label {@value ShardWords#SHARD} says which it is
   */
  record Noted(Alert alert) implements DetectOutput {}

  /** This shard's part of what many sensors add up to. */
  record Parted(Partial partial) implements DetectOutput {}

  /**
   * This shard has told everything up to an instant.
   *
   * @param time epoch milliseconds, inclusive; {@link Long#MAX_VALUE} at the end of the input
   */
  record Marked(long time) implements DetectOutput {}
}
