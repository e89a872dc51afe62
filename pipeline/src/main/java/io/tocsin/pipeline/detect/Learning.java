package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.Phase;
import io.tocsin.pipeline.detect.LearnedRules.Watched;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the detectors of the shard are: counts of all, which survive a restart, and which series
 * came to be warming up or drifting since the shard was opened, {@value #MOST} of them at most. The
 * lane's thread only.
 */
final class Learning {
  private static final int MOST = 1000;

  private final Table<String, Long> table;
  private final Map<Phase, Long> counts = new EnumMap<>(Phase.class);
  private final Map<Watched, LearningStats.SeriesPhase> notReady = new LinkedHashMap<>();
  private boolean changed = true;

  Learning(ShardState state) {
    table = state.table(new TableSpec<>("detect.learning", 1, Codecs.STRING, Codecs.LONG));
    for (Phase phase : Phase.values()) {
      Long stored = table.get(phase.name());
      counts.put(phase, stored == null ? 0 : stored);
    }
  }

  void moved(AlertRule rule, Watched watched, @Nullable Phase before, Phase after) {
    changed = true;
    if (before != null) {
      count(before, -1);
    }
    count(after, 1);
    if (after == Phase.READY) {
      notReady.remove(watched);
    } else if (notReady.size() < MOST || notReady.containsKey(watched)) {
      notReady.put(watched, new LearningStats.SeriesPhase(rule.name(), watched.series(), after));
    }
  }

  private void count(Phase phase, int by) {
    long count = count(phase) + by;
    counts.put(phase, count);
    table.put(phase.name(), count);
  }

  private long count(Phase phase) {
    return counts.getOrDefault(phase, 0L);
  }

  /** How it stands, if that is another than what was asked for last. */
  LearningStats since(LearningStats last) {
    if (!changed) {
      return last;
    }
    changed = false;
    return new LearningStats(
        count(Phase.WARMING_UP),
        count(Phase.READY),
        count(Phase.DRIFTING),
        new ArrayList<>(notReady.values()));
  }
}
