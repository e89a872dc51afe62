package io.tocsin.pipeline.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import java.util.Base64;

/**
 * Quantiles of the values of several windows, put together from the windows' own sketches: as if
 * one sketch had seen all values, so within the same relative error. Mutable, for one thread.
 */
public final class QuantileSketch {
  private final DDSketch whole = Sketches.create();

  /** A window's sketch as text; empty if it has none. */
  static String encoded(@org.jspecify.annotations.Nullable DDSketch sketch) {
    return sketch == null || sketch.isEmpty()
        ? ""
        : Base64.getEncoder().encodeToString(Sketches.toBytes(sketch));
  }

  /**
   * Adds the values of a window.
   *
   * @param encoded the window's sketch as text; of an empty one nothing is added
   * @throws IllegalArgumentException if it is no sketch
   */
  public void add(String encoded) {
    if (!encoded.isEmpty()) {
      whole.mergeWith(Sketches.fromBytes(Base64.getDecoder().decode(encoded)));
    }
  }

  /** The sketch of all that was added, as text. */
  public String encoded() {
    return encoded(whole);
  }

  /**
   * The quantile.
   *
   * @param q 0 to 1
   * @return NaN if nothing was added
   */
  public double quantile(double q) {
    return whole.isEmpty() ? Double.NaN : whole.getValueAtQuantile(q);
  }
}
