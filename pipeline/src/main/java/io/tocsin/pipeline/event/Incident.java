package io.tocsin.pipeline.event;

import java.util.List;
import java.util.Map;

/**
 * Alerts that belong together, as of one moment.
 *
 * @param id deterministic: made of the first member's fingerprint and start
 * @param severity highest severity seen
 * @param firstSeen event time of the first member, epoch milliseconds
 * @param lastUpdated event time of the last change, epoch milliseconds
 * @param count alert transitions to firing that joined, duplicates not counted
 * @param active fingerprints of members that have not resolved, the first 100 in order of joining
 * @param unknown active members whose series fell silent, the first 100 in their own order: nobody
 *     knows whether they go on
 * @param members the last 100 alert ids that joined, oldest first
 * @param context merged context of the members; the first value of a key wins
 * @param priority higher is more urgent; see the correlate room for the formula
 * @param summary one line for people: the newest member's explanation
 */
public record Incident(
    String id,
    String component,
    String type,
    Severity severity,
    IncidentStatus status,
    long firstSeen,
    long lastUpdated,
    long count,
    List<String> active,
    List<String> unknown,
    List<String> members,
    Map<String, String> context,
    double priority,
    String summary) {
  /** The same incident, ranked anew. */
  public Incident withPriority(double ranked) {
    return new Incident(
        id,
        component,
        type,
        severity,
        status,
        firstSeen,
        lastUpdated,
        count,
        active,
        unknown,
        members,
        context,
        ranked,
        summary);
  }
}
