package io.tocsin.deploy.worker;

import io.tocsin.pipeline.correlate.Duplicate;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.suppress.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The words under which tasks count what they decided. */
final class Decisions {
  /** An alert made of others that was not told because of its rule's limit. */
  static final String COMPOSITE_SHED = "composite_shed";

  private static final Map<AlertStatus, String> ALERTS = new EnumMap<>(AlertStatus.class);

  static {
    for (AlertStatus status : AlertStatus.values()) {
      ALERTS.put(status, "alert_" + lower(status));
    }
  }

  private Decisions() {}

  static String alert(AlertStatus status) {
    return Objects.requireNonNull(ALERTS.get(status), "every status has a word");
  }

  static String duplicate(Duplicate why) {
    return "duplicate_" + why.word();
  }

  static String suppression(Reason why) {
    return why == Reason.PASS ? "told" : "suppressed_" + lower(why);
  }

  static String delivery(boolean delivered, Outcome.Reason why) {
    return (delivered ? "delivered_" : "given_up_") + why.word();
  }

  static List<String> all() {
    List<String> all = new ArrayList<>(List.of(COMPOSITE_SHED));
    for (AlertStatus status : AlertStatus.values()) {
      all.add(alert(status));
    }
    for (Duplicate why : Duplicate.values()) {
      all.add(duplicate(why));
    }
    for (Reason why : Reason.values()) {
      all.add(suppression(why));
    }
    for (Outcome.Reason why : Outcome.Reason.values()) {
      all.add(delivery(true, why));
      all.add(delivery(false, why));
    }
    return all;
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
