package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.suppress.InhibitRule;
import java.util.List;
import java.util.Map;

/**
 * Who is told what, and how. Immutable.
 *
 * @param route root of the routing tree
 * @param telling how each receiver wants to be told; {@link Telling#GROUPS} where a receiver is not
 *     named
 * @param inhibitRules which alerts keep others quiet
 */
public record RespondSettings(
    Route route, Map<String, Telling> telling, List<InhibitRule> inhibitRules) {
  public RespondSettings {
    telling = Map.copyOf(telling);
    inhibitRules = List.copyOf(inhibitRules);
  }

  /** Without inhibition. */
  public RespondSettings(Route route, Map<String, Telling> telling) {
    this(route, telling, List.of());
  }

  Telling tellingOf(String receiver) {
    return telling.getOrDefault(receiver, Telling.GROUPS);
  }
}
