package io.tocsin.connectors.sensor;

/**
 * The simulated plant.
 *
 * @param pumps how many pumps, named {@code pump-1} and up; five to a line, two lines to a site
 * @param seed what all of its chance comes from
 */
public record PlantSettings(int pumps, long seed) {
  /** Twenty pumps. */
  public static final PlantSettings DEFAULT = new PlantSettings(20, 20260101);

  public PlantSettings {
    if (pumps < 1 || pumps > 100_000) {
      throw new IllegalArgumentException("pumps " + pumps + "; accepted: 1 to 100000");
    }
  }
}
