package io.tocsin.pipeline.window;

import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import org.jspecify.annotations.Nullable;

/**
 * How many summary windows of the shard hold samples and are not closed. Kept with the state:
 * counting them anew would read every series at each start.
 */
final class OpenWindows {
  private final Table<String, Long> table;

  /** What is counted: windows of another width or with other statistics are not these. */
  private final @Nullable String key;

  private long saved;
  private long count;

  OpenWindows(ShardState state, Shapes shapes) {
    table = state.table(new TableSpec<>("window.open", 1, Codecs.STRING, Codecs.LONG));
    Shape shape = shapes.size() == 0 || shapes.all[0].plan != null ? null : shapes.all[0];
    key = shape == null ? null : shape.key + ' ' + String.join(",", shape.names);
    Long before = key == null ? null : table.get(key);
    saved = before == null ? 0 : before;
    count = saved;
  }

  /** A sample comes to the window that ends at {@code end}; called before it is added. */
  void sample(Panes panes, long end) {
    if (panes.firstEndAfter(end - 1) != end) {
      count++;
    }
  }

  void closed() {
    count--;
  }

  long count() {
    return count;
  }

  /** Puts the count into the state if it changed; at the end of a batch. */
  void save() {
    if (key != null && count != saved) {
      table.put(key, count);
      saved = count;
    }
  }
}
