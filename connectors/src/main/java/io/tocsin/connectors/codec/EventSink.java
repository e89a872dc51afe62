package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.SensorEvent;

/** Takes what a {@link Decoder} finds. */
public interface EventSink {
  /** One event, times in epoch milliseconds, values finite. */
  void event(SensorEvent event);

  /** Something in an otherwise good record that makes no event; to be counted. */
  void skipped(Skip why);

  /** Why a part of a record makes no event; also the metric label. */
  enum Skip {
    /** A field that holds text, in a format whose fields may be text. */
    TEXT,
    /** A value that its producer did not know: a rate before the second sample. */
    NULL,
    /** NaN or infinite, in a format that can say so. */
    NOT_FINITE,
    /** A data point of a kind that is no single number, such as a histogram. */
    UNSUPPORTED
  }
}
