package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.correlate.CompositeRule;
import io.tocsin.pipeline.correlate.CompositeStage;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.state.States;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why an alert that is made of others did, or did not, fire for what is asked about at a time:
 * sends the others through the stage that makes it once more. For one thread.
 */
public final class CompositeExplanation {
  private static final int MOST = 10;

  private final CompositeRule rule;
  private final Labels asked;
  private final long at;
  private final List<Alert> before;
  private final List<Alert> made;
  private final long shed;

  /**
   * @param all every alert, in any order
   * @param asked labels of what is asked about
   * @param at epoch milliseconds; {@link Alert#OPEN} for the end of the data
   */
  public CompositeExplanation(CompositeRule rule, List<Alert> all, Labels asked, long at) {
    this.rule = rule;
    this.asked = asked;
    this.at = at;
    before = BacktestResult.sorted(all).stream().filter(alert -> alert.time() <= at).toList();
    CompositeStage stage = new CompositeStage(List.of(rule), States.inMemory());
    stage.apply(before);
    made =
        stage.made().stream()
            .map(CompositeStage.Made::alert)
            .filter(alert -> alert.rule().equals(rule.name()))
            .filter(alert -> asked.agreesWith(alert.labels()))
            .toList();
    shed = stage.shed();
  }

  /** Its transitions up to the time. */
  public List<Alert> transitions() {
    return made;
  }

  /** What there is to say, line by line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String kind = rule.kind().name().toLowerCase(Locale.ROOT);
    boolean any = rule.kind() == CompositeRule.Kind.ANY;
    lines.add(
        "rule "
            + rule.name()
            + ": "
            + kind
            + " of "
            + rule.parts()
            + (any ? "" : " within " + rule.within().toSeconds() + " s")
            + ", by "
            + rule.by());
    lines.add(Explanation.about(asked, at));
    for (String part : rule.parts().stream().distinct().toList()) {
      lines.addAll(part(part));
    }
    List<Alert> firing = latest(made).stream().filter(alert -> alert.status().active()).toList();
    lines.add("state: " + (firing.isEmpty() ? "inactive" + because() : some(firing)));
    lines.addAll(made.isEmpty() ? List.of("never told") : Explanation.told(made));
    return lines;
  }

  /** The last transition of each alert. */
  private static List<Alert> latest(List<Alert> alerts) {
    Map<String, Alert> latest = new LinkedHashMap<>();
    alerts.forEach(alert -> latest.put(alert.fingerprint(), alert));
    return List.copyOf(latest.values());
  }

  private List<Alert> of(String part) {
    return before.stream()
        .filter(alert -> alert.name().equals(part) && asked.agreesWith(alert.labels()))
        .toList();
  }

  private List<String> part(String name) {
    List<Alert> all = latest(of(name));
    String head = "part " + name + ": ";
    if (all.isEmpty()) {
      return List.of(head + "never told");
    }
    List<String> lines = new ArrayList<>();
    all.stream().limit(MOST).forEach(alert -> lines.add(head + alert.labels() + " " + word(alert)));
    if (all.size() > MOST) {
      lines.add(head + (all.size() - MOST) + " more");
    }
    return lines;
  }

  private static String word(Alert alert) {
    String status = alert.status().name().toLowerCase(Locale.ROOT);
    String since = " since " + Instant.ofEpochMilli(alert.startsAt());
    return alert.status().active()
        ? status + since
        : status + " at " + Instant.ofEpochMilli(alert.time()) + ", was active" + since;
  }

  private static String some(List<Alert> firing) {
    return firing.stream()
            .limit(MOST)
            .map(alert -> alert.labels() + " " + word(alert))
            .collect(Collectors.joining("; "))
        + (firing.size() > MOST ? " and " + (firing.size() - MOST) + " more" : "");
  }

  /** What is missing. */
  private String because() {
    boolean sequence = rule.kind() == CompositeRule.Kind.SEQUENCE;
    List<String> missing =
        rule.parts().stream()
            .distinct()
            .filter(
                part -> of(part).stream().noneMatch(alert -> sequence || alert.status().active()))
            .toList();
    if (!missing.isEmpty()) {
      return ": " + String.join(", ", missing) + (sequence ? " never came" : " never fired");
    }
    List<String> over =
        rule.parts().stream()
            .distinct()
            .filter(part -> latest(of(part)).stream().noneMatch(alert -> alert.status().active()))
            .toList();
    if (!sequence && !over.isEmpty()) {
      return ": " + String.join(", ", over) + (over.size() == 1 ? " is over" : " are over");
    }
    if (shed > 0) {
      return ": as many of its alerts are active as its limit allows";
    }
    return ": its parts did not begin within "
        + rule.within().toSeconds()
        + " s of each other"
        + (sequence ? ", in that order," : "")
        + (rule.by().isEmpty() ? "" : " with the same " + String.join(", ", rule.by()));
  }
}
