package io.tocsin.deploy.benchmark.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the kernel tells of a process so far (proc(5)).
 *
 * @param cpuSeconds user and system time, of its ended children too
 * @param rssMib memory that it holds resident
 * @param peakRssMib the most memory it ever held resident
 * @param writtenMib what it sent, or will send, to the disk
 */
public record ProcessReading(
    double cpuSeconds, double rssMib, double peakRssMib, double writtenMib) {
  /** Linux shows times in hundredths of a second to every user program (USER_HZ). */
  private static final double TICKS_PER_SECOND = 100;

  private static final double MIB = 1_048_576;

  /**
   * Reads the process.
   *
   * @throws IOException if it has ended
   */
  public static ProcessReading of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    List<String> status = Files.readAllLines(proc.resolve("status"));
    return new ProcessReading(
        cpuSeconds(Files.readString(proc.resolve("stat"))),
        kib(status, "VmRSS:") / 1_024.0,
        kib(status, "VmHWM:") / 1_024.0,
        number(Files.readAllLines(proc.resolve("io")), "write_bytes:") / MIB);
  }

  /** Reads utime, stime, cutime and cstime: fields 14 to 17, counted after the name's bracket. */
  static double cpuSeconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int field = 14; field <= 17; field++) {
      ticks += Long.parseLong(fields[field - 3]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Returns the number of a line such as {@code VmHWM: 123 kB}. */
  static long kib(List<String> status, String name) {
    return number(status.stream().map(line -> line.replace(" kB", "")).toList(), name);
  }

  private static long number(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> Long.parseLong(line.substring(name.length()).strip()))
        .findFirst()
        .orElse(0L);
  }
}
