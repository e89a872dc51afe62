package io.tocsin.pipeline.respond;

import java.util.Map;

/**
 * Who is told what, and how. Immutable.
 *
 * @param route root of the routing tree
 * @param telling how each receiver wants to be told; {@link Telling#GROUPS} where a receiver is not
 *     named
 */
public record RespondSettings(Route route, Map<String, Telling> telling) {
  public RespondSettings {
    telling = Map.copyOf(telling);
  }

  Telling tellingOf(String receiver) {
    return telling.getOrDefault(receiver, Telling.GROUPS);
  }
}
