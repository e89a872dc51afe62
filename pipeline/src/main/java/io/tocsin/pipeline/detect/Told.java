package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Labels;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the world was last told of an alert. Immutable.
 *
 * @param labels of the alert, its identity
 * @param startsAt event time since which it is active, epoch milliseconds
 * @param revision of the last transition told
 * @param historical whether that was told as being of the past
 * @param shadow whether only those who look at the shadow topic were told
 * @param explanation why it fired
 */
record Told(
    Labels labels,
    Map<String, String> annotations,
    long startsAt,
    int revision,
    boolean historical,
    boolean shadow,
    @Nullable Expected expected,
    String explanation) {
  Told {
    if (startsAt == Alert.OPEN) {
      throw new IllegalArgumentException("an alert starts at some time");
    }
    annotations =
        annotations.isEmpty()
            ? Map.of()
            : java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(annotations));
  }

  /** The same with another value of a label. */
  Told with(String label, String value) {
    return new Told(
        labels.with(label, value),
        annotations,
        startsAt,
        revision,
        historical,
        shadow,
        expected,
        explanation);
  }

  Told next(boolean past) {
    return new Told(
        labels, annotations, startsAt, revision + 1, past, shadow, expected, explanation);
  }
}
