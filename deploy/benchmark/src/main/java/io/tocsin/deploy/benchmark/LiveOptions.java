package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.live.LiveSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of workloads that are fed at an even pace. Filled by picocli. */
final class LiveOptions {
  @Option(
      names = "--seconds",
      description = "How long is measured, after a warm-up (default: ${DEFAULT-VALUE}).")
  int seconds = 60;

  @Option(
      names = "--warm-up",
      description = "Seconds before anything counts (default: ${DEFAULT-VALUE}).")
  int warmUpSeconds = 20;

  /** Returns the settings of a run at a pace. */
  LiveSettings settings(ContestOptions options, boolean fill, int perSecond) {
    int measured = options.quick ? Math.min(seconds, 10) : seconds;
    int warmUp = options.quick ? Math.min(warmUpSeconds, 10) : warmUpSeconds;
    return new LiveSettings(
        options.sensors, fill, perSecond, Duration.ofSeconds(warmUp), Duration.ofSeconds(measured));
  }
}
