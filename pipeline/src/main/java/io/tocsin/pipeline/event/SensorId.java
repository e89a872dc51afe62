package io.tocsin.pipeline.event;

/**
 * Identity of a thing that publishes events: a device, host, service or component.
 *
 * @param value the name as the sensor's owner writes it, not empty, at most {@value #MAX_LENGTH}
 *     characters
 */
public record SensorId(String value) implements Comparable<SensorId> {
  /**
   * Longest accepted name in characters; longer ones are a sign of a wrong key, not of a sensor.
   */
  public static final int MAX_LENGTH = 512;

  public SensorId {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "sensor id must have 1 to " + MAX_LENGTH + " characters, has " + value.length());
    }
  }

  @Override
  public int compareTo(SensorId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
