package io.tocsin.deploy.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** Files that a name or pattern stands for, such as {@code rules/*.yaml}. */
final class RuleFileGlob {

  private static final String SPECIAL = "*?[{";

  private RuleFileGlob() {}

  /**
   * The files in name order; a name without a pattern stands for itself, there or not.
   *
   * @param folder what a relative pattern is relative to
   */
  static List<Path> find(Path folder, String pattern) throws IOException {
    if (pattern.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0)) {
      return List.of(folder.resolve(pattern));
    }
    Path fixed = folder;
    String rest = pattern;
    for (int slash = rest.indexOf('/'); slash >= 0; slash = rest.indexOf('/')) {
      String step = rest.substring(0, slash);
      if (step.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0)) {
        break;
      }
      fixed = step.isEmpty() ? Path.of("/") : fixed.resolve(step);
      rest = rest.substring(slash + 1);
    }
    if (!Files.isDirectory(fixed)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    Path base = fixed;
    int depth =
        rest.contains("**")
            ? Integer.MAX_VALUE
            : 1 + (int) rest.chars().filter(c -> c == '/').count();
    try (Stream<Path> files = Files.walk(base, depth)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> matcher.matches(base.relativize(file)))
          .sorted()
          .toList();
    }
  }
}
