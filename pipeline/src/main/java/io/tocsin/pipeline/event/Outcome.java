package io.tocsin.pipeline.event;

import java.util.Locale;

/**
 * How an attempt to deliver ended.
 *
 * @param result taken, to be tried again, or refused for good
 * @param reason one of a closed set of words: the log's word and the metric's label
 * @param retryAfter milliseconds to wait before the receiver is called again, as it asked; {@link
 *     #NO_HINT} if it did not
 * @param detail for people; never holds a secret
 */
public record Outcome(Result result, Reason reason, long retryAfter, String detail) {
  /** {@link #retryAfter} of a receiver that named no time. */
  public static final long NO_HINT = -1;

  /** What follows from an attempt. */
  public enum Result {
    DELIVERED,
    RETRY,
    REFUSED
  }

  /** Why an attempt ended as it did. */
  public enum Reason {
    OK,
    /** Taken, but for single alerts that the receiver does not accept. */
    PARTLY,
    /** The receiver asks for fewer messages. */
    RATE_LIMITED,
    /** The receiver failed or is overloaded. */
    SERVER_ERROR,
    /** No answer in time. */
    TIMEOUT,
    /** Not reached, or the connection broke. */
    NETWORK,
    /** The receiver does not accept this message. */
    CLIENT_ERROR,
    /** The receiver does not accept us. */
    AUTH,
    /** The address does not exist, or no longer. */
    GONE,
    /** The receiver's own code failed. */
    FAILED,
    /** Not delivered within the age limit. */
    TOO_OLD,
    /** The configuration no longer has this receiver. */
    NO_RECEIVER;

    /** Lower case, as metric labels and topics have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Outcome delivered() {
    return new Outcome(Result.DELIVERED, Reason.OK, NO_HINT, "");
  }

  /** Delivered, but for what the detail names. */
  public static Outcome partly(String detail) {
    return new Outcome(Result.DELIVERED, Reason.PARTLY, NO_HINT, detail);
  }

  public static Outcome retry(Reason reason, String detail) {
    return new Outcome(Result.RETRY, reason, NO_HINT, detail);
  }

  /**
   * @param retryAfter milliseconds, or {@link #NO_HINT}
   */
  public static Outcome retryAfter(Reason reason, long retryAfter, String detail) {
    return new Outcome(Result.RETRY, reason, retryAfter, detail);
  }

  public static Outcome refused(Reason reason, String detail) {
    return new Outcome(Result.REFUSED, reason, NO_HINT, detail);
  }
}
