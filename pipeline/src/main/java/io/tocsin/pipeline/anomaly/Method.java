package io.tocsin.pipeline.anomaly;

import java.util.Locale;

/** Which detectors of the portfolio may speak; all of them learn all the same. */
public enum Method {
  /** The whole portfolio. */
  AUTO,
  /** Records: values, changes, averages, spreads and residuals never seen before. */
  NOVELTY,
  /** The tail of the forecast's residual. */
  RESIDUAL,
  /** Level shifts. */
  SHIFT,
  /** Residuals against the time of day and the hour of the week. */
  SEASONAL,
  /** Short histograms unlike all remembered ones. */
  REGIME,
  /** A value that no longer changes. */
  FLATLINE;

  /** The word for this method in rule files and on command lines. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The method of that word.
   *
   * @throws IllegalArgumentException naming the word and what is accepted
   */
  public static Method of(String word) {
    StringBuilder accepted = new StringBuilder();
    for (Method method : values()) {
      if (method.word().equals(word)) {
        return method;
      }
      accepted.append(accepted.length() == 0 ? "" : ", ").append(method.word());
    }
    throw new IllegalArgumentException("method: '" + word + "' is not one of " + accepted);
  }
}
