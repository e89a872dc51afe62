package io.tocsin.connectors.sensor;

import io.tocsin.pipeline.event.SensorEvent;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;

/**
 * A simulation of a plant with pumps: temperature in °C, pressure in bar, vibration in mm/s. Not
 * real data. What it shows is a function of seed and time, so that a history made at full speed and
 * the live part that follows are one, however often either is made. Safe for use by any thread.
 */
public final class PlantSimulator {
  private final List<Pump> pumps = new ArrayList<>();

  public PlantSimulator(PlantSettings settings) {
    for (int i = 1; i <= settings.pumps(); i++) {
      pumps.add(new Pump(settings.seed(), i));
    }
  }

  /** How many readings one instant has. */
  public int series() {
    return pumps.size() * Pump.METRICS.size();
  }

  /** Every gauge of every pump at one instant, without faults. */
  public List<SensorEvent> at(long time) {
    return at(time, FaultPlan.NONE);
  }

  List<SensorEvent> at(long time, FaultPlan faults) {
    List<SensorEvent> events = new ArrayList<>(series());
    for (Pump pump : pumps) {
      if (faults == FaultPlan.NONE) {
        pump.read(time, events::add);
      } else {
        pump.read(time, faults, events::add);
      }
    }
    return events;
  }

  /**
   * All instants of a stretch of time, one list each, as fast as they are asked for. Without
   * faults.
   *
   * @param from first instant, epoch milliseconds
   * @param to first instant that is not in it any more
   * @param step from one instant to the next, milliseconds
   */
  public Flux<List<SensorEvent>> history(long from, long to, long step) {
    if (step < 1) {
      throw new IllegalArgumentException("step " + step + " ms; accepted: 1 and up");
    }
    return Flux.generate(
        () -> from,
        (time, sink) -> {
          if (time >= to) {
            sink.complete();
          } else {
            sink.next(at(time));
          }
          return time + step;
        });
  }

  /**
   * The live part as one sensor, {@code plant-simulation}.
   *
   * @param step its times are multiples of this, milliseconds: the sensor's interval
   * @param truth told of each fault when it begins
   */
  public Sensor live(long step, FaultPlan faults, TruthFile truth) {
    return new PlantSensor(this, step, faults, truth);
  }
}
