package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import java.time.Duration;
import java.util.Optional;

/** Durations that must be longer than nothing. */
final class Positive {

  private Positive() {}

  static Duration duration(ConfigMap map, String key, Duration absent) {
    return duration(map.get(key)).orElse(absent);
  }

  static Optional<Duration> duration(ConfigNode node) {
    Optional<Duration> duration = node.duration();
    if (duration.isPresent() && duration.get().isZero()) {
      node.problem("must be more than 0");
      return Optional.empty();
    }
    return duration;
  }
}
