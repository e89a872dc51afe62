package io.tocsin.pipeline.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who looks at a series: the same for most series, so that they share it. Immutable. */
final class Binding {
  final Shapes shapes;

  /** By shape, the leaves that look at the series. */
  final int[][] leaves;

  /** By shape, how far back they look. */
  final long[] spans;

  /** By shape, what its panes keep; null where nobody looks at the series. */
  final @Nullable Layout[] layouts;

  /** Indexes of the watchers that look at the series. */
  final int[] watchers;

  Binding(Shapes shapes, int[][] leaves, int[] watchers) {
    this.shapes = shapes;
    this.leaves = leaves;
    this.watchers = watchers;
    spans = new long[leaves.length];
    layouts = new Layout[leaves.length];
    for (int s = 0; s < leaves.length; s++) {
      Shape shape = shapes.all[s];
      spans[s] = shape.span(leaves[s]);
      layouts[s] = shape.plan == null || leaves[s].length > 0 ? shape.layout(leaves[s]) : null;
    }
  }

  /** What tells it from others of the same shapes. */
  static List<List<Integer>> key(int[][] leaves, int[] watchers) {
    List<List<Integer>> key = new ArrayList<>();
    for (int[] of : leaves) {
      key.add(Arrays.stream(of).boxed().toList());
    }
    key.add(Arrays.stream(watchers).boxed().toList());
    return key;
  }
}
