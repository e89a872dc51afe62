package io.tocsin.pipeline.flow;

/**
 * A record, or one event in it, that a stage could not accept. It goes to the dead-letter topic
 * with the record's original bytes.
 *
 * @param index index of the record in {@link Batch#records()}
 * @param reason one of a closed set of words: the metric's label and the header's value
 * @param stage the stage that said no
 * @param message what was wrong, with the key, the value, and what is accepted
 */
public record Rejection(int index, Reason reason, String stage, String message) {
  /** Why; also the metric label. */
  public enum Reason {
    /** Not what the codec reads. */
    MALFORMED,
    /** Value or text beyond a size limit. */
    TOO_LARGE,
    /** No value at all. */
    EMPTY,
    /** A time that cannot be: epoch seconds read as milliseconds, or no time at all. */
    BAD_TIME,
    /** Further ahead of its append time than {@code max_future_skew}. */
    FUTURE,
    /** NaN or infinite. */
    NOT_FINITE,
    /**
     * Came after its window was closed for good, and the rule's policy is {@code side} or {@code
     * drop}.
     */
    LATE,
    /** On a {@code keyed: true} source: not in the partition its key belongs to. */
    WRONG_PARTITION,
    /** A stage failed on it. */
    FAILED;

    /** Lower case, as metric labels and headers have it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
