package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Summary;

/** What the detect stage tells, in order. */
public sealed interface DetectOutput {
  /** A window was closed or amended. */
  record Summarised(Summary summary) implements DetectOutput {}

  /**
   * An alert changed.
   *
   * @param shadow whether its rule is only being tried: nobody but the shadow topic is told
   */
  record Alerted(Alert alert, boolean shadow) implements DetectOutput {}
}
