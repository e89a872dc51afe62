package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.EntityDetector;
import io.tocsin.pipeline.anomaly.EntityFinding;
import io.tocsin.pipeline.anomaly.Finding;
import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.anomaly.Verdict;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import org.jspecify.annotations.Nullable;

/** A sensor's detector, its open step, and the labels that all its series share. Mutable. */
final class SensorWatch {
  private byte[] stored;
  private @Nullable EntityDetector live;
  private Labels labels;
  private @Nullable Settings known;
  private long first;
  private long last;

  /** Of a sensor that was not seen before. */
  SensorWatch(Labels labels) {
    this(new byte[0], labels, 0, 0);
  }

  private SensorWatch(byte[] stored, Labels labels, long first, long last) {
    this.stored = stored;
    this.labels = labels;
    this.first = first;
    this.last = last;
  }

  @SuppressWarnings("ReferenceEquality") // mostly the same object, which is quick to tell
  void with(Settings settings) {
    EntityDetector entity = live;
    if (entity != null && settings != known && !settings.equals(known)) {
      // As with a series' detector.
      stored = entity.toBytes();
      live = null;
    }
    if (live == null) {
      known = settings;
      live =
          stored.length == 0 ? new EntityDetector(settings) : EntityDetector.read(stored, settings);
      stored = new byte[0];
    }
  }

  EntityDetector entity() {
    EntityDetector entity = live;
    if (entity == null) {
      throw new IllegalStateException("the sensor's settings are not known yet");
    }
    return entity;
  }

  /** Whether a reading of that series belongs to a step after the open one. */
  boolean isOver(int place, long time, double step) {
    EntityDetector entity = entity();
    return entity.isOpen() && (entity.has(place) || (step > 0 && time - first > step));
  }

  void add(int place, long time, Verdict verdict, Finding finding) {
    if (!entity().isOpen()) {
      first = time;
      last = time;
    }
    last = Math.max(last, time);
    entity().add(place, verdict, finding);
  }

  Verdict close(EntityFinding out) {
    return entity().close(out);
  }

  /** Event time of the open step's last reading, or the last step's. */
  long last() {
    return last;
  }

  Labels labels() {
    return labels;
  }

  /** A series with these labels belongs to the sensor, too. */
  void common(Labels of) {
    Labels shared = labels;
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.value(i).equals(of.getOrEmpty(labels.name(i)))) {
        shared = shared.with(labels.name(i), "");
      }
    }
    labels = shared;
  }

  static final Codec<SensorWatch> CODEC =
      Codecs.of(
          (watch, out) -> {
            EntityDetector live = watch.live;
            Codecs.LABELS.write(watch.labels, out);
            out.putLong(watch.first).putLong(watch.last);
            out.putBytes(live == null ? watch.stored : live.toBytes());
          },
          in -> {
            Labels labels = Codecs.LABELS.read(in, 1);
            long first = in.getLong();
            long last = in.getLong();
            return new SensorWatch(in.getBytes(), labels, first, last);
          });
}
