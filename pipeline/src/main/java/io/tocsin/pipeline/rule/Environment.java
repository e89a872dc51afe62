package io.tocsin.pipeline.rule;

import org.jspecify.annotations.Nullable;

/**
 * Where {@code ${NAME}} gets its value; passed in, so that reading a file stays a pure function.
 */
@FunctionalInterface
public interface Environment {

  /** An environment without variables. */
  Environment EMPTY = name -> null;

  /** The variable's value, or null when it is not set. */
  @Nullable String get(String name);
}
