package io.tocsin.pipeline.state;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import java.util.function.Function;

/** Codecs of the words that keys are made of. Their bytes never change. Safe for any thread. */
public final class Codecs {
  /** Length and UTF-8 bytes. */
  public static final Codec<String> STRING =
      of((v, out) -> out.putString(v), ByteReader::getString);

  /** Eight bytes that sort as the numbers do. */
  public static final Codec<Long> LONG =
      of((v, out) -> out.putLong(v ^ Long.MIN_VALUE), in -> in.getLong() ^ Long.MIN_VALUE);

  /** As its text. */
  public static final Codec<SensorId> SENSOR_ID = mapped(STRING, SensorId::value, SensorId::new);

  /** Count, then name and value of each pair in name order. */
  public static final Codec<Labels> LABELS = of(Codecs::writeLabels, Codecs::readLabels);

  /** Sensor, metric, labels: the series of one sensor are neighbours. */
  public static final Codec<Series> SERIES = of(Codecs::writeSeries, Codecs::readSeries);

  private Codecs() {}

  /** A codec with one version only. */
  public static <T> Codec<T> of(
      Writer<? super T> writer, Function<ByteReader, ? extends T> reader) {
    return new Codec<>() {
      @Override
      public void write(T value, ByteWriter out) {
        writer.write(value, out);
      }

      @Override
      public T read(ByteReader in, int version) {
        return reader.apply(in);
      }
    };
  }

  /** A codec of one type by that of another. */
  public static <T, U> Codec<T> mapped(
      Codec<U> codec, Function<? super T, ? extends U> to, Function<? super U, ? extends T> from) {
    return new Codec<>() {
      @Override
      public void write(T value, ByteWriter out) {
        codec.write(to.apply(value), out);
      }

      @Override
      public T read(ByteReader in, int version) {
        return from.apply(codec.read(in, version));
      }

      @Override
      public long heapBytes(T value, int encoded) {
        return codec.heapBytes(to.apply(value), encoded);
      }
    };
  }

  private static void writeLabels(Labels labels, ByteWriter out) {
    out.putVarInt(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      out.putString(labels.name(i)).putString(labels.value(i));
    }
  }

  private static Labels readLabels(ByteReader in) {
    int size = in.getVarInt();
    if (size < 0 || size > in.remaining() / 2) {
      throw new IllegalArgumentException(
          size + " labels cannot be in " + in.remaining() + " bytes");
    }
    String[] pairs = new String[2 * size];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = in.getString();
    }
    return Labels.of(pairs);
  }

  private static void writeSeries(Series series, ByteWriter out) {
    SENSOR_ID.write(series.sensor(), out);
    out.putString(series.metric());
    writeLabels(series.labels(), out);
  }

  private static Series readSeries(ByteReader in) {
    return new Series(SENSOR_ID.read(in, 1), in.getString(), readLabels(in));
  }

  /** How a value is written. */
  @FunctionalInterface
  public interface Writer<T> {
    void write(T value, ByteWriter out);
  }
}
