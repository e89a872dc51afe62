package io.tocsin.connectors.sensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Which faults happen when; known before they happen. Immutable. */
public final class FaultPlan {
  /** No faults. */
  public static final FaultPlan NONE = new FaultPlan(List.of());

  /** Quiet time before the first fault, and after the end of the last: milliseconds. */
  private static final long MARGIN = 12_000;

  private final List<Fault> faults;
  private final Map<String, List<Fault>> bySensor = new HashMap<>();

  FaultPlan(List<Fault> faults) {
    this.faults = List.copyOf(faults);
    for (Fault fault : faults) {
      bySensor.computeIfAbsent(fault.sensor(), s -> new ArrayList<>()).add(fault);
    }
  }

  /**
   * Faults spread evenly over a time, each on another pump as long as there are others, kinds
   * taking turns in the order given.
   *
   * @param start when the live part begins, epoch milliseconds
   * @param end when it ends; the last fault is over well before
   * @param gap from the start of one fault to the start of the next, milliseconds
   */
  public static FaultPlan of(
      PlantSettings plant, long start, long end, long gap, Collection<FaultKind> kinds) {
    if (gap < 1 || kinds.isEmpty()) {
      throw new IllegalArgumentException(
          "gap " + gap + " ms, kinds " + kinds + "; accepted: 1 ms and more, at least one kind");
    }
    List<Integer> pumps = new ArrayList<>();
    for (int i = 1; i <= plant.pumps(); i++) {
      pumps.add(i);
    }
    Collections.shuffle(pumps, new Random(plant.seed()));
    List<FaultKind> turns = List.copyOf(kinds);
    List<Fault> faults = new ArrayList<>();
    Map<Integer, Long> busyUntil = new HashMap<>();
    for (int i = 0; ; i++) {
      FaultKind kind = turns.get(i % turns.size());
      long from = start + MARGIN + i * gap;
      long until = from + kind.seconds() * 1000L;
      if (from >= end) {
        return new FaultPlan(faults);
      }
      int pump = pumps.get(i % pumps.size());
      if (until + MARGIN <= end && busyUntil.getOrDefault(pump, start) <= from) {
        faults.add(new Fault("pump-" + pump, kind, from, until));
        busyUntil.put(pump, until + MARGIN);
      }
    }
  }

  /** All faults, in the order of their starts. */
  public List<Fault> faults() {
    return faults;
  }

  @Nullable Fault at(String sensor, String metric, long time) {
    List<Fault> own = bySensor.get(sensor);
    if (own != null) {
      for (Fault fault : own) {
        if (fault.covers(sensor, metric, time)) {
          return fault;
        }
      }
    }
    return null;
  }
}
