package io.tocsin.pipeline.flow;

import org.jspecify.annotations.Nullable;

/**
 * The records that one poll gave for one partition, as they are in the log. A view without copies:
 * valid only until the call it was passed to returns. Indexes run from 0 to {@link #size()} − 1 in
 * offset order.
 */
public interface Records {
  /** No records, of no topic: what a tick carries. */
  Records NONE = new NoRecords();

  int size();

  String topic();

  int partition();

  byte @Nullable [] key(int i);

  byte @Nullable [] value(int i);

  /** Value of the last header of that name, or null. */
  byte @Nullable [] header(int i, String name);

  long offset(int i);

  /** Record timestamp, epoch milliseconds; the append time on topics with {@code LogAppendTime}. */
  long timestamp(int i);
}
