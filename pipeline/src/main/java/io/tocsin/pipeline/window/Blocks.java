package io.tocsin.pipeline.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs of {@value #PANES} panes put together once, for windows of many panes: so that a step of a
 * long range costs little more than one of a short one. A block is what its panes are, merged in
 * order, whether it was kept or not: what comes of a window never depends on it.
 */
final class Blocks {
  static final int PANES = 16;

  private final Layout layout;
  private final long span;

  /** By the instant after which a block's panes end. */
  private final Map<Long, Block> blocks = new HashMap<>();

  /**
   * @param span how long a block is, milliseconds; blocks begin at multiples of it
   */
  Blocks(Layout layout, long span) {
    this.layout = layout;
    this.span = span;
  }

  /** Some panes merged. Mutable. */
  static final class Block {
    final double[] row;
    final @Nullable DDSketch sketch;

    Block(Layout layout) {
      row = new double[layout.stride];
      layout.clear(row, 0);
      sketch = layout.sketch ? Sketches.create() : null;
    }
  }

  @Nullable Block get(long start) {
    return blocks.get(start);
  }

  Block create(long start) {
    Block made = new Block(layout);
    blocks.put(start, made);
    return made;
  }

  /** The pane that ends then has changed. */
  void changed(long end) {
    if (!blocks.isEmpty()) {
      blocks.remove(Math.floorDiv(end - 1, span) * span);
    }
  }

  /** Panes that end before {@code end} are gone. */
  void forgetBefore(long end) {
    if (!blocks.isEmpty()) {
      blocks.keySet().removeIf(start -> start < end - 1);
    }
  }
}
