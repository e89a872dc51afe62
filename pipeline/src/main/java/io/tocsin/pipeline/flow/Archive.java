package io.tocsin.pipeline.flow;

import reactor.core.publisher.Mono;

/**
 * The port to one archive, which keeps what topics told for longer than the topics do. Archives are
 * fed from the topics by readers of their own that acknowledge what is written, never by lanes: a
 * slow archive holds back nothing.
 */
@FunctionalInterface
public interface Archive {
  /**
   * Writes the records of one view. Must not block; takes what it needs from the view before it
   * returns. Completes when the records are durable, and only then they are acknowledged; on an
   * error none of them count as written. After a failure the same records, known by topic,
   * partition and offset, come again and are to be kept once.
   */
  Mono<Void> write(Records records);
}
