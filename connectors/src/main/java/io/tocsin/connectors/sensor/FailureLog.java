package io.tocsin.connectors.sensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A sensor's failures: counted, and the last ones kept. The owner guards it. */
final class FailureLog {
  private static final int KEPT = 100;

  private final String sensor;
  private final SensorSettings settings;
  private final Deque<SensorFailure> last = new ArrayDeque<>();

  /** Times within the window that count towards quarantine. */
  private final Deque<Long> recent = new ArrayDeque<>();

  private int consecutive;
  private long total;
  private long lastTime = SensorStatus.NEVER;

  FailureLog(String sensor, SensorSettings settings) {
    this.sensor = sensor;
    this.settings = settings;
  }

  /** Records a failure to answer, and decides what to do about it. */
  Strategy add(long now, Throwable failure, String context) {
    total++;
    consecutive++;
    lastTime = now;
    recent.add(now);
    Strategy strategy = Strategy.of(failure, consecutive, inWindow(now), settings);
    keep(SensorFailure.of(now, sensor, failure, context, strategy));
    return strategy;
  }

  /** Records a failure of a hook, which changes nothing else. */
  void note(long now, Throwable failure, String hook) {
    keep(SensorFailure.of(now, sensor, failure, "hook " + hook, Strategy.NONE));
  }

  private void keep(SensorFailure failure) {
    last.add(failure);
    if (last.size() > KEPT) {
      last.remove();
    }
  }

  void answered() {
    consecutive = 0;
  }

  void forgiveConsecutive() {
    consecutive = 0;
  }

  /** Somebody restarted the sensor: it begins with a clean slate, but nothing is forgotten. */
  void forgive() {
    consecutive = 0;
    recent.clear();
  }

  int inWindow(long now) {
    while (!recent.isEmpty() && recent.getFirst() <= now - settings.window().toMillis()) {
      recent.remove();
    }
    return recent.size();
  }

  int consecutive() {
    return consecutive;
  }

  long total() {
    return total;
  }

  long lastTime() {
    return lastTime;
  }

  List<SensorFailure> last() {
    return List.copyOf(last);
  }
}
