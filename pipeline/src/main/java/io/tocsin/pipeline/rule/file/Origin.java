package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.Problem;
import io.tocsin.pipeline.rule.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Where a rule stands. All origins are equal, so that a rule that only moved is the same rule.
 *
 * <p>Immutable.
 */
public final class Origin {

  private final String file;
  private final int line;
  private final int column;
  private final String path;

  Origin(ConfigMap map) {
    this.file = map.file();
    this.line = map.line();
    this.column = map.column();
    this.path = map.path();
  }

  /** The file's name. */
  public String file() {
    return file;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  void problem(Problems problems, String message, @Nullable String suggestion) {
    problems.add(new Problem(file, line, column, path, null, message, suggestion));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
