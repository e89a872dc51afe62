package io.tocsin.connectors.sensor;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The machine the worker runs on: CPU, load, memory, swap, disks, network and storage latency, from
 * OSHI. Units are in the metrics' names; rates come from the second sample on.
 */
public final class HostSensor implements Sensor {
  private final HostReader host;
  private final StorageProbe storage;
  private final SensorId id;
  private final Map<String, Series> series = new HashMap<>();

  /**
   * Opens the machine's counters.
   *
   * @param nanos a clock for durations, nanoseconds
   */
  public HostSensor(HostSettings settings, LongSupplier nanos) {
    this(new OshiReader(), settings, nanos);
  }

  HostSensor(HostReader host, HostSettings settings, LongSupplier nanos) {
    this.host = host;
    this.storage = new StorageProbe(settings.probeFolder(), nanos);
    this.id = new SensorId(settings.sensor().isEmpty() ? host.name() : settings.sensor());
  }

  @Override
  public String name() {
    return "host " + id;
  }

  @Override
  public List<SensorEvent> sample(long now) throws IOException {
    List<SensorEvent> events = new ArrayList<>();
    host.read(now, (metric, mount, value) -> add(events, now, metric, mount, value));
    add(events, now, "storage_latency_ms", "", storage.measure());
    return events;
  }

  private void add(List<SensorEvent> events, long now, String metric, String mount, double value) {
    Series s =
        series.computeIfAbsent(
            metric + ' ' + mount,
            key ->
                new Series(id, metric, mount.isEmpty() ? Labels.NONE : Labels.of("mount", mount)));
    events.add(new Reading(s, now, Math.rint(value * 1000) / 1000));
  }

  @Override
  public void reset() {
    host.reset();
    series.clear();
  }

  @Override
  public void restart() {
    reset();
  }
}
