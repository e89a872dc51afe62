package io.tocsin.pipeline.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The quantile sketch: DDSketch (Masson, Rim and Lee, VLDB 2019), deterministic and mergeable, with
 * a relative error of {@value #RELATIVE_ERROR} of the value.
 */
final class Sketches {
  static final double RELATIVE_ERROR = 0.01;

  /** Enough for values over 17 orders of magnitude before the lowest lose precision. */
  private static final int BINS = 2048;

  private Sketches() {}

  static DDSketch create() {
    return DDSketches.collapsingLowestDense(RELATIVE_ERROR, BINS);
  }

  static byte[] toBytes(DDSketch sketch) {
    GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      sketch.encode(out, false);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to write", e);
    }
    return out.trimmedCopy();
  }

  static DDSketch fromBytes(byte[] bytes) {
    try {
      return DDSketch.decode(
          ByteArrayInput.wrap(bytes), () -> new CollapsingLowestDenseStore(BINS));
    } catch (IOException e) {
      throw new UncheckedIOException("not a quantile sketch", e);
    }
  }
}
