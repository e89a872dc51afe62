package io.tocsin.connectors.sensor;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What is done about a failure of a sensor. */
public enum Strategy {
  /** Not asked again until somebody restarts it. */
  QUARANTINE,
  /** Its resources are opened anew. */
  RESTART,
  /** Its memory and its count of failures in a row are cleared. */
  RESET,
  /** Its last good events are published again, marked by the label {@code fallback="last_good"}. */
  FALLBACK,
  /** Nothing: it was a hook that failed. */
  NONE;

  /**
   * The decision.
   *
   * @param consecutive failures in a row, this one included
   * @param inWindow failures within the window, this one included
   */
  static Strategy of(Throwable failure, int consecutive, int inWindow, SensorSettings settings) {
    if (consecutive >= settings.consecutive() || inWindow >= settings.inWindow()) {
      return QUARANTINE;
    }
    if (failure instanceof IOException
        || failure instanceof UncheckedIOException
        || failure instanceof SecurityException
        || failure instanceof VirtualMachineError) {
      return RESTART;
    }
    if (failure instanceof IllegalArgumentException
        || failure instanceof ArithmeticException
        || failure instanceof IndexOutOfBoundsException
        || failure instanceof ClassCastException
        || failure instanceof NullPointerException) {
      return RESET;
    }
    return FALLBACK;
  }
}
