package io.tocsin.pipeline.event;

import org.jspecify.annotations.Nullable;

/**
 * Identity of one stream of numbers: sensor + metric + labels. Decoders hand out one object for
 * each series as long as they remember it, so that the equality test of the hot path is mostly one
 * comparison of references. Immutable.
 */
public final class Series {
  private final SensorId sensor;
  private final String metric;
  private final Labels labels;
  private final int hash;

  public Series(SensorId sensor, String metric, Labels labels) {
    if (metric.isEmpty()) {
      throw new IllegalArgumentException("metric must not be empty (sensor \"" + sensor + "\")");
    }
    this.sensor = sensor;
    this.metric = Canonical.text(metric);
    this.labels = Canonical.labels(labels);
    this.hash = (sensor.hashCode() * 31 + metric.hashCode()) * 31 + labels.hashCode();
  }

  public SensorId sensor() {
    return sensor;
  }

  public String metric() {
    return metric;
  }

  /** The event's own labels, without {@code sensor} and without the metric's name. */
  public Labels labels() {
    return labels;
  }

  /**
   * What rules see: the labels and {@code sensor}; the sensor's id wins over a label of that name.
   */
  public Labels ruleLabels() {
    return labels.with("sensor", sensor.value());
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof Series other
            && hash == other.hash
            && sensor.equals(other.sensor)
            && metric.equals(other.metric)
            && labels.equals(other.labels));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return metric + ruleLabels();
  }
}
