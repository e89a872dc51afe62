package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Series;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers series by the bytes that named them, so that a series seen before costs one look-up and
 * no string. Bounded by two generations: when the young one is full it becomes the old one, and
 * what was old and not asked for since is forgotten. For one thread.
 */
final class SeriesCache {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PHI = 0x9E3779B97F4A7C15L;

  private final int capacity;
  private Generation young;
  private Generation old;

  /**
   * An empty cache.
   *
   * @param capacity names in one generation; at most twice as many are kept
   */
  SeriesCache(int capacity) {
    if (capacity < 1 || capacity > 1 << 24) {
      throw new IllegalArgumentException("capacity " + capacity + "; accepted: 1 to 16777216");
    }
    this.capacity = capacity;
    this.young = new Generation();
    this.old = new Generation();
  }

  /** A series and when a document last named it. */
  static final class Known {
    final Series series;

    /** Number of the document that named it last, to find one named twice. */
    long document = -1;

    private Known(Series series) {
      this.series = series;
    }
  }

  /** The bytes that name a series: three stretches of one array. */
  static final class Name {
    byte[] in = new byte[0];
    int sensorFrom;
    int sensorTo;
    int metricFrom;
    int metricTo;
    int labelsFrom;
    int labelsTo;

    /** Hash of sensor and labels; set by {@link #hashOwner}. */
    private long owner;

    /** To be called when sensor and labels are set. */
    void hashOwner() {
      owner = hash(in, labelsFrom, labelsTo, hash(in, sensorFrom, sensorTo, PHI));
    }

    private long hash() {
      return hash(in, metricFrom, metricTo, owner);
    }

    private static long hash(byte[] in, int from, int to, long seed) {
      long h = mix(seed + (to - from));
      int i = from;
      for (; i + Long.BYTES <= to; i += Long.BYTES) {
        h = mix(h ^ (long) WORD.get(in, i));
      }
      if (i == to) {
        return h;
      }
      long tail = 0;
      if (i + Long.BYTES <= in.length) {
        tail = (long) WORD.get(in, i) & (-1L >>> ((Long.BYTES - (to - i)) * Byte.SIZE));
      } else {
        for (int j = to - 1; j >= i; j--) {
          tail = tail << 8 | (in[j] & 0xFF);
        }
      }
      return mix(h ^ tail);
    }

    private static long mix(long h) {
      long m = h * PHI;
      return m ^ (m >>> 32);
    }

    private byte[] copy() {
      int sensor = sensorTo - sensorFrom;
      int metric = metricTo - metricFrom;
      byte[] copy = new byte[sensor + metric + labelsTo - labelsFrom];
      System.arraycopy(in, sensorFrom, copy, 0, sensor);
      System.arraycopy(in, metricFrom, copy, sensor, metric);
      System.arraycopy(in, labelsFrom, copy, sensor + metric, labelsTo - labelsFrom);
      return copy;
    }
  }

  /** What is known under this name, or null. */
  @Nullable Known find(Name name) {
    long hash = name.hash();
    Entry entry = young.find(name, hash);
    if (entry != null) {
      return entry.known;
    }
    entry = old.find(name, hash);
    if (entry == null) {
      return null;
    }
    add(entry);
    return entry.known;
  }

  /** Remembers a series under a name; the one object of an equal series known by another name. */
  Known put(Name name, Series series) {
    Known known = known(series);
    int sensor = name.sensorTo - name.sensorFrom;
    int metric = name.metricTo - name.metricFrom;
    add(new Entry(name.hash(), name.copy(), sensor, sensor + metric, known));
    return known;
  }

  /** The one object of a series, for decoders that look it up by its words. */
  Series intern(Series series) {
    Known known = known(series);
    if (young.known.size() > capacity) {
      turn();
    }
    young.known.put(known.series, known);
    return known.series;
  }

  private Known known(Series series) {
    Known known = young.known.get(series);
    if (known == null) {
      known = old.known.get(series);
    }
    return known == null ? new Known(series) : known;
  }

  private void add(Entry entry) {
    if (young.size >= capacity) {
      turn();
    }
    young.add(entry);
  }

  private void turn() {
    old = young;
    young = new Generation();
  }

  private record Entry(long hash, byte[] bytes, int sensorEnd, int metricEnd, Known known) {
    boolean is(Name name, long wanted) {
      return hash == wanted
          && same(name.in, name.metricFrom, name.metricTo, sensorEnd, metricEnd)
          && same(name.in, name.sensorFrom, name.sensorTo, 0, sensorEnd)
          && same(name.in, name.labelsFrom, name.labelsTo, metricEnd, bytes.length);
    }

    private boolean same(byte[] in, int from, int to, int start, int stop) {
      if (to - from != stop - start) {
        return false;
      }
      int i = from;
      int j = start;
      for (; i + Long.BYTES <= to; i += Long.BYTES, j += Long.BYTES) {
        if ((long) WORD.get(in, i) != (long) WORD.get(bytes, j)) {
          return false;
        }
      }
      for (; i < to; i++, j++) {
        if (in[i] != bytes[j]) {
          return false;
        }
      }
      return true;
    }
  }

  /** Entries by hash, with linear probing, at most half full. */
  private static final class Generation {
    private @Nullable Entry[] table = new Entry[64];
    private int size;
    private final Map<Series, Known> known = new HashMap<>();

    @Nullable Entry find(Name name, long hash) {
      int mask = table.length - 1;
      int i = (int) hash & mask;
      Entry entry = table[i];
      while (entry != null && !entry.is(name, hash)) {
        i = (i + 1) & mask;
        entry = table[i];
      }
      return entry;
    }

    void add(Entry entry) {
      if (2 * size >= table.length) {
        @Nullable Entry[] before = table;
        table = new Entry[2 * before.length];
        for (Entry e : before) {
          if (e != null) {
            insert(e);
          }
        }
      }
      insert(entry);
      size++;
      known.put(entry.known.series, entry.known);
    }

    private void insert(Entry entry) {
      int mask = table.length - 1;
      int i = (int) entry.hash & mask;
      while (table[i] != null) {
        i = (i + 1) & mask;
      }
      table[i] = entry;
    }
  }
}
