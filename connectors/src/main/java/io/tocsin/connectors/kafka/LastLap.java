package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.state.LogEntry;
import io.tocsin.pipeline.state.SweepPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds from where on a changelog has all of a shard's state: from where its sweep stood one lap
 * before its last place. The places only go forward, so that a few looks are enough; without them a
 * restore reads two laps and more, most of which the last one says again.
 */
final class LastLap {
  /** The search found nothing: read all. */
  static final long NONE = -1;

  /** With so few offsets there is nothing to save. */
  private static final int FEW = 32;

  private static final Duration STEP = Duration.ofMillis(200);

  /** So often nothing may come: an open transaction hides what is behind it. */
  private static final int TRIES = 3;

  private final ChangelogReader reader;
  private final Runnable check;

  /**
   * Over a reader, which it moves.
   *
   * @param check called before each look; what it throws ends the search
   */
  LastLap(ChangelogReader reader, Runnable check) {
    this.reader = reader;
    this.check = check;
  }

  /** Returns the offset to start from, or {@link #NONE}. */
  long find(long beginning, long end) {
    At last = last(beginning, end);
    SweepPlace wanted = last == null ? null : last.place.lapBefore();
    return last == null || wanted == null ? NONE : find(beginning, last.offset, wanted);
  }

  /** The last place, looked for further and further from the end. */
  private @Nullable At last(long beginning, long end) {
    for (long back = FEW; end - back > beginning; back *= 4) {
      List<At> places = places(end - back, end, Integer.MAX_VALUE);
      if (!places.isEmpty()) {
        return places.get(places.size() - 1);
      }
    }
    return null;
  }

  /** The last record whose place is not behind the wanted one. */
  private long find(long beginning, long end, SweepPlace wanted) {
    long found = NONE;
    long low = beginning;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      List<At> next = places(middle, high, 1);
      if (next.isEmpty() || next.get(0).place.compareTo(wanted) > 0) {
        high = middle;
      } else {
        found = next.get(0).offset;
        low = found + 1;
      }
    }
    return found;
  }

  /** The places from an offset on, up to so many; fewer if what is there cannot be read yet. */
  private List<At> places(long from, long to, int most) {
    List<At> places = new ArrayList<>();
    reader.seek(from);
    long position = from;
    int tries = TRIES;
    while (tries > 0 && position < to && places.size() < most) {
      check.run();
      long next = reader.read(STEP, e -> take(e, to, places));
      tries = next > position ? TRIES : tries - 1;
      position = next;
    }
    return places;
  }

  private static void take(ChangelogReader.Entry entry, long to, List<At> into) {
    if (entry.offset() < to) {
      Changelog.decode(entry.key(), entry.value(), e -> add(entry.offset(), e, into));
    }
  }

  private static void add(long offset, LogEntry entry, List<At> into) {
    SweepPlace place = SweepPlace.of(entry);
    if (place != null) {
      into.add(new At(offset, place));
    }
  }

  private record At(long offset, SweepPlace place) {}
}
