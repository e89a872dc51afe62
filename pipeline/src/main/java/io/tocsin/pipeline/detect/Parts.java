package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Partial.Element;
import io.tocsin.pipeline.event.Spread;
import io.tocsin.pipeline.event.Sums;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the sensors of one shard say about one group in one window. Mutable. */
final class Parts {
  /** Of the stored form; since 2 with the spread of windows. */
  static final int VERSION = 2;

  /** Revision that was told last, -1 if none was. */
  int revision = -1;

  private final Map<String, Said> bySensor = new TreeMap<>();

  /** One sensor's word: what its elements add up to, or each of them. */
  record Said(Sums sums, Spread spread, List<Element> elements) {
    Said(Sums sums, List<Element> elements) {
      this(sums, Spread.NONE, elements);
    }

    Said {
      elements = List.copyOf(elements);
    }
  }

  /**
   * Which window of which group.
   *
   * @param time the window's last instant
   */
  record Key(long time, String rule, int input, Labels group) {
    static final Codec<Key> CODEC =
        Codecs.of(
            (key, out) -> {
              Codecs.LONG.write(key.time(), out);
              out.putString(key.rule()).putVarInt(key.input());
              Codecs.LABELS.write(key.group(), out);
            },
            in ->
                new Key(
                    Codecs.LONG.read(in, 1),
                    in.getString(),
                    in.getVarInt(),
                    Codecs.LABELS.read(in, 1)));
  }

  /** Takes a sensor's word, in place of an earlier one; returns whether that changes anything. */
  boolean put(String sensor, Said said) {
    return !said.equals(bySensor.put(sensor, said));
  }

  Sums sums() {
    Sums sums = Sums.NONE;
    for (Said said : bySensor.values()) {
      sums = sums.plus(said.sums());
    }
    return sums;
  }

  Spread spread() {
    return SummarySums.spread(bySensor.values().stream().map(Said::spread).toList());
  }

  List<Element> elements() {
    List<Element> all = new ArrayList<>();
    bySensor.values().forEach(said -> all.addAll(said.elements()));
    return all;
  }

  static void write(Sums s, ByteWriter out) {
    out.putVarLong(s.count());
    if (s.count() == 1) {
      out.putDouble(s.sum());
    } else if (s.count() > 1) {
      out.putDouble(s.sum()).putDouble(s.lost()).putDouble(s.min()).putDouble(s.max());
      out.putDouble(s.mean()).putDouble(s.squares());
    }
  }

  static Sums readSums(ByteReader in) {
    long count = in.getVarLong();
    if (count <= 1) {
      return count == 0 ? Sums.NONE : Sums.of(in.getDouble());
    }
    return new Sums(
        count,
        in.getDouble(),
        in.getDouble(),
        in.getDouble(),
        in.getDouble(),
        in.getDouble(),
        in.getDouble());
  }

  static void write(Spread spread, ByteWriter out) {
    boolean any = !spread.equals(Spread.NONE);
    out.putBoolean(any);
    if (any) {
      out.putLong(spread.firstTime()).putDouble(spread.first());
      out.putLong(spread.lastTime()).putDouble(spread.last());
      byte[] sketch = Base64.getDecoder().decode(spread.sketch());
      out.putVarInt(sketch.length).putRaw(sketch, 0, sketch.length);
    }
  }

  static Spread readSpread(ByteReader in) {
    if (!in.getBoolean()) {
      return Spread.NONE;
    }
    long firstTime = in.getLong();
    double first = in.getDouble();
    long lastTime = in.getLong();
    double last = in.getDouble();
    byte[] sketch = in.getRaw(in.getVarInt());
    return new Spread(firstTime, first, lastTime, last, Base64.getEncoder().encodeToString(sketch));
  }

  static void write(Element element, ByteWriter out) {
    out.putString(element.name());
    Codecs.LABELS.write(element.labels(), out);
    out.putDouble(element.value());
  }

  static Element readElement(ByteReader in) {
    return new Element(in.getString(), Codecs.LABELS.read(in, 1), in.getDouble());
  }

  static final Codec<Parts> CODEC =
      new Codec<>() {
        @Override
        public void write(Parts parts, ByteWriter out) {
          out.putZigZag(parts.revision).putVarInt(parts.bySensor.size());
          parts.bySensor.forEach(
              (sensor, said) -> {
                out.putString(sensor);
                Parts.write(said.sums(), out);
                Parts.write(said.spread(), out);
                out.putVarInt(said.elements().size());
                said.elements().forEach(element -> Parts.write(element, out));
              });
        }

        @Override
        public Parts read(ByteReader in, int version) {
          Parts parts = new Parts();
          parts.revision = (int) in.getZigZag();
          int sensors = in.getVarInt();
          for (int s = 0; s < sensors; s++) {
            String sensor = in.getString();
            Sums sums = readSums(in);
            Spread spread = version > 1 ? readSpread(in) : Spread.NONE;
            List<Element> elements = new ArrayList<>();
            int count = in.getVarInt();
            for (int i = 0; i < count; i++) {
              elements.add(readElement(in));
            }
            parts.bySensor.put(sensor, new Said(sums, spread, elements));
          }
          return parts;
        }
      };
}
