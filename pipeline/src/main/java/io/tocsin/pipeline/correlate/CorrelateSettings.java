package io.tocsin.pipeline.correlate;

import java.time.Duration;

/**
 * When an alert joins an incident. All times are event time. Immutable.
 *
 * @param sameComponentWithin an open incident of the same component and type takes it if updated no
 *     longer ago; zero switches this join off
 * @param sameTypeWithin likewise, same type in any component; zero switches it off
 * @param sharedContextWithin likewise, at least one equal context entry; zero switches it off
 * @param similarityAbove an open incident of any age takes it if equal context entries / all keys
 *     is above this; 1 switches it off
 * @param keepMembers how many alert ids an incident remembers
 * @param keepResolved how long a resolved incident stays before it is forgotten
 * @param priority how incidents are ranked
 */
public record CorrelateSettings(
    Duration sameComponentWithin,
    Duration sameTypeWithin,
    Duration sharedContextWithin,
    double similarityAbove,
    int keepMembers,
    Duration keepResolved,
    IncidentPriority priority) {
  public static final CorrelateSettings DEFAULTS =
      new CorrelateSettings(
          Duration.ofMinutes(5),
          Duration.ofSeconds(150),
          Duration.ofSeconds(30),
          0.7,
          100,
          Duration.ofHours(24),
          IncidentPriority.DEFAULTS);

  public CorrelateSettings {
    refuseNegative("same_component_within", sameComponentWithin);
    refuseNegative("same_type_within", sameTypeWithin);
    refuseNegative("shared_context_within", sharedContextWithin);
    refuseNegative("keep_resolved", keepResolved);
    if (!(similarityAbove >= 0 && similarityAbove <= 1)) {
      throw new IllegalArgumentException("similarity_above must be 0 to 1, is " + similarityAbove);
    }
    if (keepMembers < 1) {
      throw new IllegalArgumentException("keep_members must be at least 1, is " + keepMembers);
    }
  }

  /** Only alerts of the same component and type join, within the default time. */
  public static CorrelateSettings sameComponentOnly() {
    return new CorrelateSettings(
        DEFAULTS.sameComponentWithin,
        Duration.ZERO,
        Duration.ZERO,
        1,
        DEFAULTS.keepMembers,
        DEFAULTS.keepResolved,
        DEFAULTS.priority);
  }

  private static void refuseNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, is " + value);
    }
  }
}
