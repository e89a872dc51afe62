package io.tocsin.deploy.benchmark.jmh;

import io.tocsin.deploy.benchmark.load.ReadingJson;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import io.tocsin.pipeline.flow.Records;
import org.jspecify.annotations.Nullable;

/** The benchmark's readings as one poll would give them. Immutable. */
final class ReadingRecords implements Records {
  private final byte[][] keys;
  private final byte[][] values;
  private final long firstOffset;

  private ReadingRecords(byte[][] keys, byte[][] values, long firstOffset) {
    this.keys = keys;
    this.values = values;
    this.firstOffset = firstOffset;
  }

  /** Returns a stretch of the plan's records. */
  static ReadingRecords of(ReadingPlan plan, long from, int size) {
    byte[][] keys = new byte[size][];
    byte[][] values = new byte[size][];
    ReadingJson json = new ReadingJson();
    for (int i = 0; i < size; i++) {
      long index = from + i;
      int sensor = plan.sensor(index);
      keys[i] = ReadingJson.key(sensor);
      values[i] = json.value(sensor, plan.time(index), plan.value(index));
    }
    return new ReadingRecords(keys, values, from);
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public String topic() {
    return "readings";
  }

  @Override
  public int partition() {
    return 0;
  }

  @Override
  public byte @Nullable [] key(int i) {
    return keys[i];
  }

  @Override
  public byte @Nullable [] value(int i) {
    return values[i];
  }

  @Override
  public byte @Nullable [] header(int i, String name) {
    return null;
  }

  @Override
  public long offset(int i) {
    return firstOffset + i;
  }

  @Override
  public long timestamp(int i) {
    return Long.MAX_VALUE / 2;
  }
}
