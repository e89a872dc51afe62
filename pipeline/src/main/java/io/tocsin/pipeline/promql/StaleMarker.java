package io.tocsin.pipeline.promql;

/** The sample that says that a series ended: one particular NaN, which no computation makes. */
public final class StaleMarker {

  private static final long BITS = 0x7ff0000000000002L;

  /** The marker. */
  public static final double VALUE = Double.longBitsToDouble(BITS);

  private StaleMarker() {}

  /** Whether a value is the marker and not another NaN. */
  public static boolean is(double value) {
    return Double.doubleToRawLongBits(value) == BITS;
  }
}
