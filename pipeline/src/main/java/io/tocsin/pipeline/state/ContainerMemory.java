package io.tocsin.pipeline.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much memory the container may take, as Linux control groups tell it: the least of its own
 * limit and those of the groups it lies in.
 */
public final class ContainerMemory {
  /** Version 1 says "no limit" by a number near the largest. */
  private static final long UNLIMITED = 1L << 60;

  private ContainerMemory() {}

  /**
   * The limit in bytes, {@link Long#MAX_VALUE} if there is none.
   *
   * @param root where control groups are mounted, usually {@code /sys/fs/cgroup}
   * @param self the process' list of its groups, usually {@code /proc/self/cgroup}; need not exist
   */
  public static long limit(Path root, Path self) {
    Path two = root.resolve("memory.max");
    Path one = root.resolve("memory/memory.limit_in_bytes");
    long least =
        Files.isReadable(two) ? parse(two) : Files.isReadable(one) ? parse(one) : UNLIMITED;
    for (String line : lines(self)) {
      // number:controllers:path; the second version has no controllers
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        least = Math.min(least, leastOn(root, parts[2], "memory.max"));
      } else if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("memory")) {
        least = Math.min(least, leastOn(root.resolve("memory"), parts[2], "memory.limit_in_bytes"));
      }
    }
    return least >= UNLIMITED ? Long.MAX_VALUE : least;
  }

  /** Inside a container the path may be the host's: folders that are not there limit nothing. */
  private static long leastOn(Path mount, String path, String name) {
    long least = UNLIMITED;
    Path at = mount;
    for (String segment : path.split("/", -1)) {
      at = segment.isEmpty() ? at : at.resolve(segment);
      Path file = at.resolve(name);
      if (Files.isReadable(file)) {
        least = Math.min(least, parse(file));
      }
    }
    return least;
  }

  private static List<String> lines(Path self) {
    try {
      return Files.isReadable(self) ? Files.readAllLines(self) : List.of();
    } catch (IOException e) {
      throw new IllegalStateException(self + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static long parse(Path file) {
    try {
      String text = Files.readString(file).strip();
      if (text.equals("max")) {
        return Long.MAX_VALUE;
      }
      long limit = Long.parseLong(text);
      return limit <= 0 || limit > UNLIMITED ? Long.MAX_VALUE : limit;
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException(
          file + " cannot be read as a number of bytes or \"max\": " + e.getMessage(), e);
    }
  }
}
