package io.tocsin.pipeline.suppress;

import java.util.Locale;

/** Why an alert is told or not: the log's word and the metric's label. */
public enum Reason {
  /** It is told. */
  PASS,
  /** About a past too long ago to page anybody. */
  HISTORICAL,
  /** It goes on, or ends, but its beginning was told to nobody. */
  NEVER_TOLD,
  /** Enough similar ones (same source and level) came in the last minute. */
  SIMILAR_IN_LAST_MINUTE,
  /** Held while another active alert says as much; told if it outlasts that. */
  INHIBITED,
  /** Held by the times of its route; told if it outlasts them. */
  MUTED;

  /** Lower case, as metric labels have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
