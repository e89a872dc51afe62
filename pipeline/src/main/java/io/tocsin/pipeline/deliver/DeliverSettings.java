package io.tocsin.pipeline.deliver;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is there to tell, and how patiently. Immutable.
 *
 * @param receivers endpoints of each receiver
 * @param fallback receiver that is told when another one fails; empty if nobody
 * @param retry when to try again
 * @param budget how much may wait
 * @param repeat how systems that keep alerts are kept up to date
 */
public record DeliverSettings(
    Map<String, List<Endpoint>> receivers,
    String fallback,
    Retry retry,
    Budget budget,
    Repeat repeat) {
  public DeliverSettings {
    Map<String, List<Endpoint>> copy = new TreeMap<>();
    receivers.forEach((name, endpoints) -> copy.put(name, List.copyOf(endpoints)));
    receivers = java.util.Collections.unmodifiableMap(copy);
    long names =
        copy.values().stream().flatMap(List::stream).map(Endpoint::name).distinct().count();
    if (names != copy.values().stream().mapToLong(List::size).sum()) {
      throw new IllegalArgumentException("two endpoints have the same name: " + copy);
    }
    if (!fallback.isEmpty() && !copy.containsKey(fallback)) {
      throw new IllegalArgumentException(
          "fallback receiver \"" + fallback + "\" is none of " + copy.keySet());
    }
  }

  /** These receivers, everything else by default. */
  public static DeliverSettings of(Map<String, List<Endpoint>> receivers, String fallback) {
    return new DeliverSettings(
        receivers, fallback, Retry.DEFAULTS, Budget.DEFAULTS, Repeat.DEFAULTS);
  }

  /** Whether an endpoint belongs to the receiver that hears of failures. */
  boolean isFallback(String endpoint) {
    return receivers.getOrDefault(fallback, List.of()).stream()
        .anyMatch(own -> own.name().equals(endpoint));
  }

  /** Most endpoints that one notification goes to. */
  int fanOut() {
    return receivers.values().stream().mapToInt(List::size).max().orElse(1);
  }

  /**
   * Waiting between attempts: doubled each time, with jitter, never more than {@code maxWait}.
   *
   * @param concurrency attempts under way at one endpoint at a time
   * @param timeout an attempt without an outcome for so long has failed
   * @param firstWait wait after the first failure
   * @param maxWait longest wait that we choose ourselves; a receiver may ask for more
   * @param jitter part of a wait that is left to chance, 0 to 1
   * @param giveUpAfter age at which a notification is given up
   * @param alarmAfter an endpoint that took nothing for so long is reported to the fallback
   *     receiver
   * @param seed of the jitter
   */
  public record Retry(
      int concurrency,
      Duration timeout,
      Duration firstWait,
      Duration maxWait,
      double jitter,
      Duration giveUpAfter,
      Duration alarmAfter,
      long seed) {
    public static final Retry DEFAULTS =
        new Retry(
            4,
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            0.2,
            Duration.ofDays(1),
            Duration.ofMinutes(10),
            1);

    public Retry {
      if (concurrency < 1) {
        throw new IllegalArgumentException("concurrency must be at least 1, is " + concurrency);
      }
      refuseNotPositive("timeout", timeout);
      refuseNotPositive("first_wait", firstWait);
      refuseNotPositive("max_wait", maxWait);
      refuseNotPositive("give_up_after", giveUpAfter);
      refuseNotPositive("alarm_after", alarmAfter);
      if (!(jitter >= 0 && jitter <= 1)) {
        throw new IllegalArgumentException("jitter must be 0 to 1, is " + jitter);
      }
    }
  }

  /**
   * What may wait in one shard before its input is paused. Soft: what was fetched already comes on
   * top.
   *
   * @param messages waiting notifications, one for each endpoint
   * @param bytes their stored size
   */
  public record Budget(int messages, long bytes) {
    public static final Budget DEFAULTS = new Budget(10_000, 64L << 20);

    public Budget {
      if (messages < 1 || bytes < 1) {
        throw new IllegalArgumentException(
            "budget must be at least 1 message and 1 byte, is " + messages + " and " + bytes);
      }
    }
  }

  /**
   * Keeping alerts alive at systems that forget what is not repeated; the defaults are Prometheus'.
   *
   * @param every a firing alert is sent again after this
   * @param resolvedFor for how long an ended alert is sent again, too
   * @param maxAlerts most alerts in one message
   */
  public record Repeat(Duration every, Duration resolvedFor, int maxAlerts) {
    public static final Repeat DEFAULTS =
        new Repeat(Duration.ofMinutes(1), Duration.ofMinutes(15), 256);

    public Repeat {
      refuseNotPositive("resend_delay", every);
      refuseNotPositive("resend_resolved_for", resolvedFor);
      if (maxAlerts < 1) {
        throw new IllegalArgumentException("max_alerts must be at least 1, is " + maxAlerts);
      }
    }
  }

  private static void refuseNotPositive(String name, Duration value) {
    if (value.toMillis() <= 0) {
      throw new IllegalArgumentException(name + " must be at least 1ms, is " + value);
    }
  }
}
