package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.Finding;
import io.tocsin.pipeline.anomaly.Method;
import io.tocsin.pipeline.anomaly.Phase;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.anomaly.Verdict;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.InPieces;
import org.jspecify.annotations.Nullable;

/**
 * A series' detector, which learns what its settings are when it is first used. Mutable.
 *
 * <p>A reading changes little numbers all over the detector's two kilobytes, and a dozen bytes tell
 * it: stored are the detector as it was and, behind it, the readings it has learned from since,
 * from which it learns again when it is read.
 */
final class SeriesWatch extends InPieces {
  static final int VERSION = 3;

  private static final byte[] NOTHING = new byte[0];

  /** The least memory for readings that are not stored yet. */
  private static final int FEW = 24;

  private byte[] stored;
  private byte[] storedReadings = NOTHING;
  private @Nullable Phase phase;
  private @Nullable SeriesDetector live;

  /** Of the stored detector, then of the live one. */
  private @Nullable Settings known;

  /** Readings since it was last stored. */
  private ByteWriter readings = new ByteWriter(FEW);

  /** Of the latest reading among those that are stored behind the detector or wait to be. */
  private long lastReading;

  /** Its place among the sensor's; not stored. */
  private int place = -1;

  /** Where its sensor's detector was found last; not stored. */
  private @Nullable Cell<SensorWatch> sensor;

  SeriesWatch(byte[] stored, @Nullable Phase phase) {
    this.stored = stored;
    this.phase = phase;
  }

  @SuppressWarnings("ReferenceEquality") // mostly the same object, which is quick to tell
  SeriesDetector with(Settings settings) {
    SeriesDetector detector = live;
    if (detector != null && (settings == known || settings.equals(known))) {
      return detector;
    }
    Settings before = known == null ? settings : known;
    if (detector == null) {
      detector = awake(before);
    }
    if (!settings.equals(before)) {
      // A rule that has changed while running must find what it would find after a restart.
      detector = SeriesDetector.read(detector.toBytes(), settings);
      storeWhole();
    }
    live = detector;
    known = settings;
    return detector;
  }

  private SeriesDetector awake(Settings settings) {
    SeriesDetector detector =
        stored.length == 0 ? new SeriesDetector(settings) : SeriesDetector.read(stored, settings);
    ByteReader in = new ByteReader(storedReadings);
    Finding unused = new Finding();
    while (in.remaining() > 0) {
      lastReading += in.getZigZag();
      detector.add(lastReading, in.getDouble(), unused);
      phase = detector.phase();
    }
    stored = NOTHING;
    storedReadings = NOTHING;
    return detector;
  }

  /** Judges a reading and learns from it; {@link #with} was called before. */
  Verdict add(SeriesDetector detector, long time, double value, Finding out) {
    Verdict verdict = detector.add(time, value, out);
    if (verdict != Verdict.OUT_OF_ORDER && pieces()) {
      readings.putZigZag(time - lastReading).putDouble(value);
      lastReading = time;
      if (!pieceFits(readings.size())) {
        storeWhole();
        forgetReadings();
      }
    }
    return verdict;
  }

  private void forgetReadings() {
    lastReading = 0;
    readings = new ByteWriter(FEW);
  }

  /** The phase that is counted; null before the first reading. */
  @Nullable Phase phase() {
    if (storedReadings.length > 0 && live == null && known != null) {
      live = awake(known);
    }
    return phase;
  }

  void phase(Phase now) {
    phase = now;
  }

  /** Its place among the sensor's series; −1 if it was not asked for yet. */
  int place() {
    return place;
  }

  void place(int known) {
    place = known;
  }

  /** The sensor's detector, to be checked for being valid; null if it was not looked for yet. */
  @Nullable Cell<SensorWatch> sensor() {
    return sensor;
  }

  void sensor(Cell<SensorWatch> found) {
    sensor = found;
  }

  static final Codec<SeriesWatch> CODEC =
      new Codec<>() {
        @Override
        public void write(SeriesWatch watch, ByteWriter out) {
          Phase phase = watch.phase();
          SeriesDetector live = watch.live;
          Settings settings = watch.known == null ? Settings.DEFAULTS : watch.known;
          out.putByte(phase == null ? 0 : phase.code());
          out.putDouble(settings.falseAlarms()).putString(settings.method().name());
          out.putVarInt(settings.warmUp()).putVarInt(settings.rest());
          out.putBytes(live == null ? watch.stored : live.toBytes());
        }

        @Override
        public boolean append(SeriesWatch watch, ByteWriter out) {
          byte[] readings = watch.readings.toBytes();
          out.putRaw(readings, 0, readings.length);
          return watch.pieceFits(readings.length);
        }

        @Override
        public void stored(SeriesWatch watch, int bytes, boolean appended) {
          watch.wasStored(bytes, appended);
          if (!appended) {
            watch.forgetReadings();
          } else if (watch.readings.size() > 4 * FEW) {
            watch.readings = new ByteWriter(FEW);
          } else {
            watch.readings.reset();
          }
        }

        @Override
        public SeriesWatch read(ByteReader in, int version) {
          int all = in.remaining();
          int phase = version == 1 ? 0 : in.getByte();
          Settings settings = version < VERSION ? null : settings(in);
          SeriesWatch watch = new SeriesWatch(in.getBytes(), phase == 0 ? null : Phase.of(phase));
          watch.known = settings;
          if (version == VERSION) {
            watch.wasStored(all - in.remaining(), false);
            watch.wasStored(in.remaining(), true);
            watch.storedReadings = in.getRaw(in.remaining());
          }
          return watch;
        }

        private Settings settings(ByteReader in) {
          return new Settings(
              in.getDouble(), Method.valueOf(in.getString()), in.getVarInt(), in.getVarInt());
        }
      };
}
