package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.rule.expr.Expr;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What must be so for an alert. */
public sealed interface Condition {

  /**
   * An expression has elements.
   *
   * @param expr of type scalar or instant vector
   * @param clear when given, the alert goes on until this has its element
   */
  record Threshold(Expr expr, Optional<Expr> clear) implements Condition {}

  /**
   * A series is not as it used to be.
   *
   * @param series which series are learned
   * @param method one of the detectors' words
   * @param falseAlarms accepted share of windows that alarm without a reason, above 0
   */
  record Anomaly(Expr.Selector series, String method, double falseAlarms) implements Condition {}

  /**
   * A sensor is silent.
   *
   * @param expectEvery how often it is expected to tell something; zero: as its stream has shown
   * @param after how long it must be silent; at least {@code expectEvery}; zero: long for this
   *     sensor, as its stream has shown
   * @param forgetAfter how long until it is forgotten and its alert resolved; more than {@code
   *     after}
   */
  record Absence(Duration expectEvery, Duration after, Duration forgetAfter) implements Condition {}

  /**
   * Reports of a type came.
   *
   * @param type the reports' type; empty: any
   * @param minSeverity milder ones do not count
   * @param count how many, at least 1
   * @param within in what time; zero only when {@code count} is 1
   */
  record Reports(Optional<String> type, Severity minSeverity, int count, Duration within)
      implements Condition {}

  /** How the parts of a composite go together. */
  enum Combination {
    ALL,
    ANY,
    SEQUENCE
  }

  /**
   * Other alerts are firing.
   *
   * @param parts names of alerting rules
   * @param within how far apart the parts may begin; zero only for {@code ANY}
   * @param by labels in which the parts must agree, which become the composite's own
   */
  record Composite(Combination combination, List<String> parts, Duration within, List<String> by)
      implements Condition {
    /** Copies the lists. */
    public Composite {
      parts = List.copyOf(parts);
      by = List.copyOf(by);
    }
  }
}
