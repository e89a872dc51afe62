package io.tocsin.pipeline.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The panes of one series in one shape: pieces of time of equal width, of which windows are put
 * together. Only panes with samples take room; their rows lie side by side, oldest first. Pane
 * {@code k} ends at {@code k × width}.
 */
final class Panes {
  private static final @Nullable DDSketch[] NO_SKETCHES = {};

  final Layout layout;
  private static final int CAPACITY = 1;

  /** The object and the headers of its arrays. */
  private static final int HEAP = 88;

  /** A sketch with some samples. */
  private static final int SKETCH = 1024;

  private long[] ends;
  private double[] rows;
  private @Nullable DDSketch[] sketches;
  private int head;
  private int tail;
  private Pending pending = Pending.NONE;

  /** The earliest pane that has changed since they were stored. */
  private long changedFrom = Long.MAX_VALUE;

  private boolean forgot;
  private boolean pendingChanged;

  /** Of windows of many panes; not stored. */
  private @Nullable Blocks blocks;

  Panes(Layout layout) {
    this(layout, CAPACITY);
  }

  private Panes(Layout layout, int capacity) {
    this.layout = layout;
    ends = new long[capacity];
    rows = new double[capacity * layout.stride];
    sketches = layout.sketch ? new DDSketch[capacity] : NO_SKETCHES;
  }

  long touch() {
    return tail > 0 ? ends[tail - 1] + (long) rows[(tail - 1) * layout.stride] : 0;
  }

  /** Adds a sample to the pane that ends at {@code end}. */
  void add(long end, long time, double value) {
    if (layout.ordered) {
      if (pending == Pending.NONE) {
        pending = new Pending();
      }
      pending.insert(time, value, end);
      pendingChanged = true;
    } else {
      put(end, time, value);
    }
  }

  /** A stale marker in the pane that ends at {@code end}. */
  void stop(long end, long time) {
    int slot = slot(end);
    layout.end(rows, slot * layout.stride, time);
    changedFrom = Math.min(changedFrom, end);
    if (blocks != null) {
      blocks.changed(end);
    }
  }

  /** Samples before this time have all come: those that wait for their order are added. */
  void settle(long endOfLast) {
    if (pending.isEmpty()) {
      return;
    }
    int n = 0;
    while (n < pending.size() && pending.end(n) <= endOfLast) {
      put(pending.end(n), pending.time(n), pending.value(n));
      n++;
    }
    pending.removeFirst(n);
    pendingChanged |= n > 0;
  }

  private void put(long end, long time, double value) {
    int slot = slot(end);
    layout.add(rows, slot * layout.stride, time, value);
    DDSketch sketch = sketchAt(slot);
    if (sketch != null) {
      sketch.accept(value);
    }
    changedFrom = Math.min(changedFrom, end);
    if (blocks != null) {
      blocks.changed(end);
    }
  }

  private @Nullable DDSketch sketchAt(int slot) {
    return layout.sketch ? sketches[slot] : null;
  }

  private int slot(long end) {
    int at = tail - 1;
    while (at >= head && ends[at] > end) {
      at--;
    }
    return at >= head && ends[at] == end ? at : insert(at + 1, end);
  }

  private int insert(int wanted, long end) {
    int at = wanted;
    if (tail == ends.length) {
      at -= makeRoom();
    }
    int stride = layout.stride;
    System.arraycopy(ends, at, ends, at + 1, tail - at);
    System.arraycopy(rows, at * stride, rows, (at + 1) * stride, (tail - at) * stride);
    ends[at] = end;
    layout.clear(rows, at * stride);
    if (layout.sketch) {
      System.arraycopy(sketches, at, sketches, at + 1, tail - at);
      sketches[at] = Sketches.create();
    }
    tail++;
    return at;
  }

  /** Moves the rows to the front, or into larger arrays; returns by how many slots they moved. */
  private int makeRoom() {
    int moved = head;
    int size = tail - head;
    int stride = layout.stride;
    boolean grow = size > ends.length / 2;
    int capacity = grow ? ends.length * 2 : ends.length;
    long[] roomyEnds = grow ? new long[capacity] : ends;
    double[] roomyRows = grow ? new double[capacity * stride] : rows;
    System.arraycopy(ends, head, roomyEnds, 0, size);
    System.arraycopy(rows, head * stride, roomyRows, 0, size * stride);
    ends = roomyEnds;
    rows = roomyRows;
    if (layout.sketch) {
      sketches = Arrays.copyOf(Arrays.copyOfRange(sketches, head, tail), capacity);
    }
    head = 0;
    tail = size;
    return moved;
  }

  /** Forgets panes that end before {@code end}. */
  void forgetBefore(long end) {
    forgot |= head < tail && ends[head] < end;
    while (head < tail && ends[head] < end) {
      if (layout.sketch) {
        Arrays.fill(sketches, head, head + 1, null);
      }
      head++;
    }
    if (head == tail) {
      head = 0;
      tail = 0;
    }
    if (blocks != null) {
      blocks.forgetBefore(end);
    }
  }

  boolean isEmpty() {
    return head == tail && pending.isEmpty();
  }

  /** Panes with samples. */
  int size() {
    return tail - head;
  }

  /** End of the earliest pane that ends after {@code end}; {@link Long#MAX_VALUE} if none. */
  long firstEndAfter(long end) {
    long waits = pending.firstEndAfter(end);
    int at = tail;
    while (at > head && ends[at - 1] > end) {
      at--;
    }
    return at < tail ? Math.min(ends[at], waits) : waits;
  }

  /** End of the latest pane, {@link Long#MIN_VALUE} if there is none. */
  long lastEnd() {
    long waits = pending.isEmpty() ? Long.MIN_VALUE : pending.end(pending.size() - 1);
    return head == tail ? waits : Math.max(ends[tail - 1], waits);
  }

  /** Merges the panes with {@code from < end <= to} into {@code row}. */
  void merge(long from, long to, double[] row, @Nullable DDSketch sketch) {
    for (int at = firstAfter(from); at < tail && ends[at] <= to; at++) {
      merge(rows, at * layout.stride, sketchAt(at), row, sketch);
    }
  }

  private void merge(
      double[] part,
      int at,
      @Nullable DDSketch partSketch,
      double[] row,
      @Nullable DDSketch sketch) {
    layout.merge(row, 0, part, at);
    if (sketch != null && partSketch != null) {
      sketch.mergeWith(partSketch);
    }
  }

  /**
   * As {@link #merge}, of panes that are all {@code width} wide: where there are many, in blocks
   * that are put together once.
   */
  void mergeWide(long from, long to, long width, double[] row, @Nullable DDSketch sketch) {
    long span = Blocks.PANES * width;
    if (to - from < 2 * span) {
      merge(from, to, row, sketch);
      return;
    }
    Blocks known = blocks == null ? new Blocks(layout, span) : blocks;
    blocks = known;
    long firstBlock = -Math.floorDiv(-from, span) * span;
    long lastBlock = Math.floorDiv(to, span) * span;
    merge(from, firstBlock, row, sketch);
    for (long start = firstBlock; start < lastBlock; start += span) {
      Blocks.Block block = known.get(start);
      if (block == null) {
        block = known.create(start);
        merge(start, start + span, block.row, block.sketch);
      }
      merge(block.row, 0, block.sketch, row, sketch);
    }
    merge(lastBlock, to, row, sketch);
  }

  /**
   * If the pane that ends at {@code time} has its latest sample exactly there, adds that sample to
   * {@code row}: Prometheus' ranges include both of their ends.
   */
  void addEdge(long time, double[] row, @Nullable DDSketch sketch) {
    int at = firstAfter(time - 1);
    int last = at * layout.stride + layout.last;
    if (at < tail && ends[at] == time && rows[at * layout.stride] > 0 && rows[last] == time) {
      layout.add(row, 0, time, rows[last + 1]);
      if (sketch != null) {
        sketch.accept(rows[last + 1]);
      }
    }
  }

  private int firstAfter(long end) {
    int at = Arrays.binarySearch(ends, head, tail, end + 1);
    return at >= 0 ? at : -at - 1;
  }

  /** A copy of one pane alone. */
  Panes copyOf(long end) {
    Panes copy = new Panes(layout, 1);
    int slot = copy.slot(end);
    merge(end - 1, end, copy.rows, copy.sketchAt(slot));
    return copy;
  }

  /** Adds a sample to a pane that is settled; only where order does not matter. */
  boolean amend(long end, long time, double value) {
    if (!layout.ordered) {
      put(end, time, value);
    }
    return !layout.ordered;
  }

  /** Stores all of it, near to {@code base}. */
  void write(long base, ByteWriter out) {
    write(head, base, out);
    pending.write(base, out);
  }

  /** Stores the panes from that slot on. */
  private void write(int from, long base, ByteWriter out) {
    out.putVarInt(tail - from);
    for (int at = from; at < tail; at++) {
      Times.put(base, ends[at], out);
      layout.write(rows, at * layout.stride, ends[at], out);
      DDSketch sketch = sketchAt(at);
      if (sketch != null) {
        out.putBytes(Sketches.toBytes(sketch));
      }
    }
  }

  /** What {@link #write} wrote beside the same base. */
  static Panes read(Layout layout, long base, ByteReader in) {
    Panes panes = new Panes(layout);
    panes.readPanes(base, in);
    panes.pending = Pending.read(base, in);
    return panes;
  }

  /** Takes stored panes in, in place of those that end at the same times. */
  private void readPanes(long base, ByteReader in) {
    int count = in.getVarInt();
    for (int i = 0; i < count; i++) {
      long end = Times.get(base, in);
      int at = slot(end);
      layout.read(rows, at * layout.stride, end, in);
      if (layout.sketch) {
        sketches[at] = Sketches.fromBytes(in.getBytes());
      }
    }
  }

  /** About what it takes of the heap. */
  long heapBytes() {
    long bytes = HEAP + (long) Long.BYTES * (ends.length + rows.length);
    return layout.sketch ? bytes + (long) SKETCH * ends.length : bytes;
  }

  /** Whether there is something that was not stored. */
  boolean changed() {
    return changedFrom != Long.MAX_VALUE || forgot || pendingChanged;
  }

  /** It is stored as it is now. */
  void stored() {
    changedFrom = Long.MAX_VALUE;
    forgot = false;
    pendingChanged = false;
  }

  private static final int FORGOT = 1;
  private static final int CHANGED = 2;
  private static final int PENDING = 4;

  /** Stores what has changed. */
  void append(long base, ByteWriter out) {
    boolean changed = changedFrom != Long.MAX_VALUE;
    out.putByte((forgot ? FORGOT : 0) | (changed ? CHANGED : 0) | (pendingChanged ? PENDING : 0));
    if (forgot) {
      Times.put(base, head < tail ? ends[head] : Long.MAX_VALUE, out);
    }
    if (changed) {
      write(firstAfter(changedFrom - 1), base, out);
    }
    if (pendingChanged) {
      pending.write(base, out);
    }
  }

  /** Changes it as {@link #append} said. */
  void change(long base, ByteReader in) {
    int what = in.getByte();
    if ((what & FORGOT) != 0) {
      forgetBefore(Times.get(base, in));
    }
    if ((what & CHANGED) != 0) {
      readPanes(base, in);
    }
    if ((what & PENDING) != 0) {
      pending = Pending.read(base, in);
    }
    stored();
  }

  /** What version 1 stored. */
  static Panes readWide(Layout layout, ByteReader in) {
    Panes panes = new Panes(layout);
    int size = in.getVarInt();
    for (int i = 0; i < size; i++) {
      int at = panes.slot(in.getLong());
      for (int k = 0; k < layout.stride; k++) {
        panes.rows[at * layout.stride + k] = in.getDouble();
      }
      if (layout.sketch) {
        panes.sketches[at] = Sketches.fromBytes(in.getBytes());
      }
    }
    panes.pending = Pending.readWide(in);
    return panes;
  }
}
