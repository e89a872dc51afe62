package io.tocsin.pipeline.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The problems of one reading of one or more configuration files, so that all are told at once.
 *
 * <p>Mutable; owned by the thread that reads the files.
 */
public final class Problems {

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  private final List<Problem> found = new ArrayList<>();

  /** Adds one problem; the same problem is told once. */
  public void add(Problem problem) {
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  /** Adds a problem of the whole file, such as one that cannot be opened. */
  public void addFile(String file, String message) {
    add(new Problem(file, 0, 0, "", null, message, null));
  }

  /** Whether nothing is wrong so far. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** How many problems there are so far. */
  public int size() {
    return found.size();
  }

  /** The problems by file, line and column. */
  public List<Problem> list() {
    return found.stream().sorted(BY_PLACE).toList();
  }

  /** One problem a line, by file, line and column. */
  @Override
  public String toString() {
    return list().stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }
}
