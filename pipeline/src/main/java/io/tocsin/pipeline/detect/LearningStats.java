package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.Phase;
import io.tocsin.pipeline.event.Series;
import java.util.List;

/**
 * How far the detectors of one shard are with their learning. Immutable.
 *
 * @param warmingUp series of which too little was seen, over all learned rules
 * @param ready series that are watched
 * @param drifting series that are watched while they move to a new normal
 * @param notReady which of them came to be warming up or drifting since the shard was opened; not
 *     all, if there are very many
 */
public record LearningStats(long warmingUp, long ready, long drifting, List<SeriesPhase> notReady) {
  /** Before anything was learned. */
  public static final LearningStats NONE = new LearningStats(0, 0, 0, List.of());

  /**
   * One series.
   *
   * @param rule {@code group/alert}
   */
  public record SeriesPhase(String rule, Series series, Phase phase) {}

  /** Keeps a copy of the list. */
  public LearningStats {
    notReady = List.copyOf(notReady);
  }
}
