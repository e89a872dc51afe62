package io.tocsin.connectors.sensor;

import io.tocsin.pipeline.event.SensorEvent;
import java.io.IOException;
import java.util.List;

/** The simulated plant, asked live. */
final class PlantSensor implements Sensor {
  private final PlantSimulator plant;
  private final long step;
  private final FaultPlan faults;
  private final TruthFile truth;
  private int told;

  PlantSensor(PlantSimulator plant, long step, FaultPlan faults, TruthFile truth) {
    this.plant = plant;
    this.step = step;
    this.faults = faults;
    this.truth = truth;
  }

  @Override
  public String name() {
    return "plant-simulation";
  }

  @Override
  public List<SensorEvent> sample(long now) throws IOException {
    long time = Math.floorDiv(now, step) * step;
    while (told < faults.faults().size() && faults.faults().get(told).start() <= time) {
      truth.append(faults.faults().get(told));
      told++;
    }
    return plant.at(time, faults);
  }
}
