package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.Phase;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import org.jspecify.annotations.Nullable;

/** A series' detector, which learns what its settings are when it is first used. Mutable. */
final class SeriesWatch {
  private static final byte[] NOTHING = new byte[0];

  private byte[] stored;
  private @Nullable Phase phase;
  private @Nullable SeriesDetector live;
  private @Nullable Settings known;

  /** Its place among the sensor's; not stored. */
  private int place = -1;

  SeriesWatch(byte[] stored, @Nullable Phase phase) {
    this.stored = stored;
    this.phase = phase;
  }

  @SuppressWarnings("ReferenceEquality") // mostly the same object, which is quick to tell
  SeriesDetector with(Settings settings) {
    SeriesDetector detector = live;
    if (detector != null && settings != known && !settings.equals(known)) {
      // A rule that has changed while running must find what it would find after a restart.
      stored = detector.toBytes();
      detector = null;
    }
    if (detector == null) {
      detector =
          stored.length == 0 ? new SeriesDetector(settings) : SeriesDetector.read(stored, settings);
      live = detector;
      known = settings;
      stored = NOTHING;
    }
    return detector;
  }

  /** The phase that is counted; null before the first reading. */
  @Nullable Phase phase() {
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

  static final Codec<SeriesWatch> CODEC =
      new Codec<>() {
        @Override
        public void write(SeriesWatch watch, ByteWriter out) {
          SeriesDetector live = watch.live;
          Phase phase = watch.phase;
          out.putByte(phase == null ? 0 : phase.code());
          out.putBytes(live == null ? watch.stored : live.toBytes());
        }

        @Override
        public SeriesWatch read(ByteReader in, int version) {
          int phase = version == 1 ? 0 : in.getByte();
          return new SeriesWatch(in.getBytes(), phase == 0 ? null : Phase.of(phase));
        }
      };
}
