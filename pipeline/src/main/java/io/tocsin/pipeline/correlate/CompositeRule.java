package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An alert made of other alerts. Immutable.
 *
 * @param id names its state
 * @param name {@code group/alert}
 * @param alert the alert's name
 * @param parts names of alerts
 * @param within how far apart the parts may begin
 * @param by labels in which the parts agree; they are the alert's own
 * @param labels added to them, given these
 * @param annotations given the alert's labels
 * @param limit most that may be active at once; 0: no limit
 * @param shadow whether nobody is told
 */
public record CompositeRule(
    String id,
    String name,
    String alert,
    Kind kind,
    List<String> parts,
    Duration within,
    List<String> by,
    Function<Labels, Labels> labels,
    Function<Labels, Map<String, String>> annotations,
    int limit,
    boolean shadow) {
  /** How the parts combine. */
  public enum Kind {
    /** All are active, and began within the time. */
    ALL,
    /** At least one is active. */
    ANY,
    /** They began one after the other within the time, and the last is active. */
    SEQUENCE
  }

  /** Copies the lists. */
  public CompositeRule {
    parts = List.copyOf(parts);
    by = List.copyOf(by);
  }
}
