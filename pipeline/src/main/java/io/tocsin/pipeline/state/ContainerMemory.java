package io.tocsin.pipeline.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much memory the container may take, as Linux control groups tell it. */
public final class ContainerMemory {
  /** Version 1 says "no limit" by a number near the largest. */
  private static final long UNLIMITED = 1L << 60;

  private static final List<String> FILES = List.of("memory.max", "memory/memory.limit_in_bytes");

  private ContainerMemory() {}

  /**
   * The limit in bytes, {@link Long#MAX_VALUE} if there is none.
   *
   * @param root where control groups are mounted, usually {@code /sys/fs/cgroup}
   */
  public static long limit(Path root) {
    for (String name : FILES) {
      Path file = root.resolve(name);
      if (Files.isReadable(file)) {
        return parse(file);
      }
    }
    return Long.MAX_VALUE;
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
