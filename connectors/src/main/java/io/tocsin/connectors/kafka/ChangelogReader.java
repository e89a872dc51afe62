package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one changelog partition for a restore. Used by one thread. */
interface ChangelogReader extends AutoCloseable {
  /** Oldest offset that can be read. */
  long beginning();

  /** High watermark: the next offset to be written, open transactions included. */
  long highWatermark();

  void seek(long offset);

  /** Reads what is committed, in order; returns the position it has come to. */
  long read(Duration timeout, Consumer<Entry> sink);

  @Override
  void close();

  /** One record. */
  record Entry(long offset, byte[] key, byte @Nullable [] value) {}
}
