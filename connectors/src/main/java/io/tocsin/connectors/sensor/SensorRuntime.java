package io.tocsin.connectors.sensor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.scheduler.Scheduler;

/**
 * Runs sensors, each apart from every other: own schedule, own failures, own publishing. Safe for
 * use by any thread.
 */
public final class SensorRuntime implements AutoCloseable {
  private final EventPublisher publisher;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final Map<String, SupervisedSensor> sensors = new TreeMap<>();

  /**
   * A runtime without sensors.
   *
   * @param clock wall time
   * @param scheduler where sensors are asked: one that lets its workers block each for itself, such
   *     as Reactor's bounded elastic one
   */
  public SensorRuntime(EventPublisher publisher, InstantSource clock, Scheduler scheduler) {
    this.publisher = publisher;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /**
   * Adds a sensor and starts it.
   *
   * @throws IllegalArgumentException if there is one of that name already
   */
  public synchronized void add(Sensor sensor, SensorSettings settings) {
    if (sensors.containsKey(sensor.name())) {
      throw new IllegalArgumentException("sensor \"" + sensor.name() + "\" exists already");
    }
    SupervisedSensor supervised =
        new SupervisedSensor(sensor, settings, publisher, clock, scheduler);
    sensors.put(sensor.name(), supervised);
    supervised.start();
  }

  /** Starts a stopped sensor; nothing if it runs. */
  public void start(String name) {
    get(name).start();
  }

  /** Stops a sensor; it stays known. */
  public void stop(String name) {
    get(name).stop();
  }

  /** Opens a sensor's resources anew and starts it, also out of quarantine. */
  public void restart(String name) {
    get(name).restart();
  }

  public void restartAll() {
    all().forEach(SupervisedSensor::restart);
  }

  /** Stops all sensors; they stay known. */
  @Override
  public void close() {
    all().forEach(SupervisedSensor::stop);
  }

  /** How all sensors are, by name. */
  public List<SensorStatus> statuses() {
    long now = clock.millis();
    return all().stream().map(s -> s.status(now)).toList();
  }

  /** The last failures of a sensor, oldest first. */
  public List<SensorFailure> failures(String name) {
    return get(name).failures();
  }

  private synchronized List<SupervisedSensor> all() {
    return new ArrayList<>(sensors.values());
  }

  private synchronized SupervisedSensor get(String name) {
    SupervisedSensor sensor = sensors.get(name);
    if (sensor == null) {
      throw new IllegalArgumentException(
          "sensor \""
              + name
              + "\" does not exist; accepted: "
              + String.join(", ", sensors.keySet()));
    }
    return sensor;
  }
}
