package io.tocsin.deploy.benchmark.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Sums up what a worker's log tells of the changelogs that it read. */
final class RestoreLog {
  private static final Pattern READY =
      Pattern.compile(
          "(\\S+Z) .* ready, (\\d+) kB of changelog read, (\\d+) ms after it was assigned");

  private long kilobytes;
  private long first = Long.MAX_VALUE;
  private long last;

  private RestoreLog() {}

  /**
   * Returns how much was read, and how fast: from the first shard's assignment until the last was
   * ready, with all that this takes besides reading.
   */
  static String sum(Path log, long sinceMillis) {
    RestoreLog sum = new RestoreLog();
    try (Stream<String> lines = Files.lines(log)) {
      lines.forEach(line -> sum.take(line, sinceMillis));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (sum.last == 0) {
      return "";
    }
    double megabytes = sum.kilobytes / 1e3;
    double seconds = Math.max(1, sum.last - sum.first) / 1e3;
    return String.format(
        Locale.ROOT,
        "%.1f MB of changelog in %.1f s, %.0f MB/s",
        megabytes,
        seconds,
        megabytes / seconds);
  }

  private void take(String line, long sinceMillis) {
    Matcher ready = READY.matcher(line);
    if (!ready.find()) {
      return;
    }
    long at = Instant.parse(ready.group(1)).toEpochMilli();
    if (at >= sinceMillis) {
      kilobytes += Long.parseLong(ready.group(2));
      first = Math.min(first, at - Long.parseLong(ready.group(3)));
      last = Math.max(last, at);
    }
  }
}
