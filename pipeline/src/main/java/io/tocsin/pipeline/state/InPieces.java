package io.tocsin.pipeline.state;

/**
 * A live value that may be stored in pieces: whole once, then what has changed, behind it, until
 * that is three quarters of the whole. Keeps the account of what was stored. Not thread-safe.
 */
public abstract class InPieces {
  private static final int NOT_STORED = -1;

  private int whole = NOT_STORED;
  private int behind;

  /** Whether pieces may be stored at all: it was stored whole, and what they refer to stands. */
  public final boolean pieces() {
    return whole != NOT_STORED;
  }

  /** Whether a piece of that size may be stored, and is worth it. */
  public final boolean pieceFits(int bytes) {
    return whole != NOT_STORED && 2L * bytes <= whole && 4L * (behind + bytes) <= 3L * whole;
  }

  /** The next time it must be stored whole. */
  public final void storeWhole() {
    whole = NOT_STORED;
  }

  /** It was stored, or read. */
  public final void wasStored(int bytes, boolean appended) {
    if (appended) {
      behind += bytes;
    } else {
      whole = bytes;
      behind = 0;
    }
  }
}
