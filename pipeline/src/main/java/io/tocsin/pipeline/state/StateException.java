package io.tocsin.pipeline.state;

import org.jspecify.annotations.Nullable;

/**
 * The state cannot be read or written. The shard must stop; what to do next depends on {@link
 * #reason()}. The text names the place, what was found and what would be accepted.
 */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public StateException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Why; a closed set, so that it can be the label of a metric. */
  public enum Reason {
    /** Written by a later release: this one must not touch it. */
    NEWER_VERSION,
    /** A stored entry does not decode; the bytes below are intact. */
    UNREADABLE,
    /** The local files are damaged: move the folder aside and restore from the changelog. */
    CORRUPTED,
    /** No room on the device; goes on when there is. */
    DISK_FULL,
    /** The device or folder cannot be written; goes on when it can. */
    READ_ONLY,
    /** Another process has the folder open. */
    LOCKED,
    /** Any other failure of the device. */
    IO
  }
}
