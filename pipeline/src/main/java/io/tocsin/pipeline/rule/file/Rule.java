package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.template.Template;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One rule: what it is called, and what it makes of what. Equal when it means the same. */
public sealed interface Rule {

  /** The alert's or the record's name. */
  String name();

  /** Where it stands. */
  Origin origin();

  /**
   * A recording rule: makes a series.
   *
   * @param name the series' metric
   * @param expr of type scalar or instant vector
   * @param labels added to each element, replacing its own
   */
  record Recording(String name, Expr expr, Labels labels, Origin origin) implements Rule {}

  /**
   * An alerting rule.
   *
   * @param condition what must be so
   * @param hold how long it must be so before the alert fires: {@code for}
   * @param keepFiring how long the alert goes on when it no longer is
   * @param onNoData how long a firing alert's series may be silent before it is unknown
   * @param limit most alerts of this rule, beyond which new ones are shed; 0: no limit
   * @param shadow whether it is told to the shadow topic only
   * @param labels added to the element's labels, replacing them, after the group's
   * @param annotations for people; not part of the identity
   */
  record Alerting(
      String name,
      Condition condition,
      Duration hold,
      Duration keepFiring,
      Duration onNoData,
      long limit,
      boolean shadow,
      Map<String, Template> labels,
      Map<String, Template> annotations,
      Origin origin)
      implements Rule {
    /** Copies the maps, keeping their order. */
    public Alerting {
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
      annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }
  }
}
