package io.tocsin.deploy.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Readings at an even pace, a pure function of their index; and, worked out from the same plan
 * without any of the product's code, everything that must come of them. Immutable.
 *
 * @param sensors that take turns
 * @param perSecond readings per second of event time
 * @param start event time of the first, epoch milliseconds
 * @param seed of the values
 */
record CrashInput(int sensors, int perSecond, long start, long seed) {
  static final long WINDOW = 1_000;
  static final double LIMIT = 100;

  /** The result for one sensor and window. Values are quarters: sums are equal or wrong. */
  record Window(String sensor, long start, double count, double sum, double min, double max) {
    Window and(double value) {
      return new Window(
          sensor, start, count + 1, sum + value, Math.min(min, value), Math.max(max, value));
    }
  }

  /** A sensor's alert begins or ends. */
  record Transition(String sensor, long time, boolean firing) {}

  /** How many readings are due at a time. */
  long due(long now) {
    return Math.max(0, (now - start) * perSecond / 1_000);
  }

  String sensor(long index) {
    return "s" + index % sensors;
  }

  long time(long index) {
    return start + index * 1_000 / perSecond;
  }

  double value(long index) {
    long mixed = mix(seed ^ index * 0x9E3779B97F4A7C15L);
    boolean high = Math.floorMod(mixed, 60) == 0;
    return Math.floorMod(mixed >>> 8, 200) / 4.0 + (high ? LIMIT + 1 : 0);
  }

  /** The last reading of a sensor: late enough to close every window before it, and never high. */
  long closingTime(long count) {
    return (time(count) / WINDOW + 2) * WINDOW;
  }

  byte[] json(String sensor, long time, double value) {
    return "{\"sensor\":\"%s\",\"metric\":\"pressure\",\"value\":%s,\"time\":%d}"
        .formatted(sensor, value, time)
        .getBytes(UTF_8);
  }

  /** Every window that must come out of the first {@code count} readings and the closing ones. */
  Set<Window> windows(long count) {
    Map<String, Map<Long, Window>> bySensor = new HashMap<>();
    for (long i = 0; i < count; i++) {
      double value = value(i);
      String sensor = sensor(i);
      long from = time(i) / WINDOW * WINDOW;
      Window first = new Window(sensor, from, 1, value, value, value);
      bySensor
          .computeIfAbsent(sensor, s -> new HashMap<>())
          .merge(from, first, (sum, one) -> sum.and(value));
    }
    Set<Window> all = new HashSet<>();
    bySensor.values().forEach(windows -> all.addAll(windows.values()));
    return all;
  }

  /**
   * Every transition that must come out of the first {@code count} readings and the closing ones.
   */
  Set<Transition> transitions(long count) {
    Set<Transition> all = new HashSet<>();
    Set<String> firing = new HashSet<>();
    for (long i = 0; i < count; i++) {
      boolean high = value(i) > LIMIT;
      if (high ? firing.add(sensor(i)) : firing.remove(sensor(i))) {
        all.add(new Transition(sensor(i), time(i), high));
      }
    }
    firing.forEach(sensor -> all.add(new Transition(sensor, closingTime(count), false)));
    return all;
  }

  private static long mix(long bits) {
    long z = bits;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
