package io.tocsin.pipeline.suppress;

import io.tocsin.pipeline.event.Alert;
import java.util.List;

/** The checks in the order they are asked; the first objection counts. */
final class Checks {
  private final List<Check> checks;

  private Checks(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  static Checks of(SuppressSettings settings) {
    return new Checks(List.of(Checks::historical, similar(settings)));
  }

  /**
   * What to do with one transition. An alert's end, and whatever else follows its beginning, has
   * the fate of its beginning: so no resolve of a told firing is ever swallowed. One exception: a
   * beginning that was too old to be told is asked again when a later transition is not.
   */
  Reason decide(Facts facts, Alert alert, long time) {
    if (facts.told() == Reason.PASS) {
      return Reason.PASS;
    }
    return switch (alert.status()) {
      case RESOLVED, WITHDRAWN -> Reason.NEVER_TOLD;
      case AMENDED, UNKNOWN ->
          facts.told() == Reason.HISTORICAL ? ask(facts, alert, time) : Reason.NEVER_TOLD;
      case FIRING -> ask(facts, alert, time);
    };
  }

  private Reason ask(Facts facts, Alert alert, long time) {
    for (Check check : checks) {
      Reason reason = check.decide(facts, alert, time);
      if (reason != Reason.PASS) {
        return reason;
      }
    }
    return Reason.PASS;
  }

  private static Reason historical(Facts facts, Alert alert, long time) {
    return alert.historical() ? Reason.HISTORICAL : Reason.PASS;
  }

  private static Check similar(SuppressSettings settings) {
    int limit = settings.similarAlerts();
    long within = settings.similarWithin().toMillis();
    return (facts, alert, time) ->
        limit > 0 && facts.recent().countWithin(time, within) >= limit
            ? Reason.SIMILAR_IN_LAST_MINUTE
            : Reason.PASS;
  }
}
