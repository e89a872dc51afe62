package io.tocsin.pipeline.rule.expr;

import org.jspecify.annotations.Nullable;

/**
 * Where in the expression's text a part of it begins.
 *
 * <p>All places are equal: two expressions are the same when they mean the same, wherever their
 * parts were written.
 */
public final class Place {

  /** The place of a part that was never written, such as one made by a program. */
  public static final Place NONE = new Place(0);

  private final int offset;

  Place(int offset) {
    this.offset = offset;
  }

  /** Characters before it, from 0. */
  public int offset() {
    return offset;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Place;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "@" + offset;
  }
}
