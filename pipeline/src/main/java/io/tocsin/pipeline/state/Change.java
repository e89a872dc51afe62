package io.tocsin.pipeline.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One changed key of a shard's state.
 *
 * @param value null if it was removed
 * @param appended whether the value goes behind what is stored, instead of in its place
 */
public record Change(byte[] key, byte @Nullable [] value, boolean appended) {
  /** A removal has nothing to append. */
  public Change {
    if (appended && value == null) {
      throw new IllegalArgumentException("nothing cannot be appended");
    }
  }

  /** A new value, or a removal. */
  public Change(byte[] key, byte @Nullable [] value) {
    this(key, value, false);
  }

  /**
   * The two as one.
   *
   * @param next a later change of the same key
   */
  Change then(Change next) {
    byte[] piece = next.value;
    if (!next.appended || piece == null || value == null) {
      return value == null && next.appended ? new Change(next.key, piece) : next;
    }
    return new Change(key, joined(value, piece), appended);
  }

  long bytes() {
    return (long) key.length + (value == null ? 0 : value.length);
  }

  static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
