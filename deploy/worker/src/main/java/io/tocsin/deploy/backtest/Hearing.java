package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.correlate.CompositeRule;
import io.tocsin.pipeline.correlate.CompositeStage;
import io.tocsin.pipeline.correlate.CorrelateSettings;
import io.tocsin.pipeline.correlate.CorrelateStage;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.respond.Route;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.suppress.Decision;
import io.tocsin.pipeline.suppress.InhibitRule;
import io.tocsin.pipeline.suppress.Inhibitor;
import io.tocsin.pipeline.suppress.Reason;
import io.tocsin.pipeline.suppress.SuppressSettings;
import io.tocsin.pipeline.suppress.SuppressStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether people heard of alerts, and why not: sends all alerts through the stages that decide it
 * once more, in the order of their times.
 */
public final class Hearing {
  private final Route route;
  private final List<InhibitRule> inhibitRules;
  private final List<CompositeRule> composites;

  /**
   * How people are told.
   *
   * @param composites alerts that are made of others, and told like them
   */
  public Hearing(Route route, List<InhibitRule> inhibitRules, List<CompositeRule> composites) {
    this.route = route;
    this.inhibitRules = List.copyOf(inhibitRules);
    this.composites = List.copyOf(composites);
  }

  /**
   * One line for each of the alerts' transitions.
   *
   * @param all every alert of the time but those made of others, in any order
   * @param of those that are asked about
   */
  public List<String> lines(List<Alert> all, List<Alert> of) {
    Set<String> asked = new HashSet<>();
    of.forEach(alert -> asked.add(alert.id()));
    List<Alert> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(Alert::time).thenComparing(Alert::id));
    CompositeStage compose = new CompositeStage(composites, States.inMemory());
    List<String> dropped = new ArrayList<>();
    CorrelateStage correlate =
        new CorrelateStage(
            CorrelateSettings.DEFAULTS, States.inMemory(), why -> dropped.add(why.word()));
    SuppressStage suppress =
        new SuppressStage(SuppressSettings.DEFAULTS, States.inMemory(), why -> {});
    Inhibitor inhibitor = new Inhibitor(inhibitRules, States.inMemory());
    List<String> lines = new ArrayList<>();
    for (Alert alert : sorted.stream().flatMap(a -> compose.apply(List.of(a)).stream()).toList()) {
      inhibitor.observe(alert);
      dropped.clear();
      List<Decision> decisions = suppress.apply(correlate.apply(List.of(alert)));
      if (asked.contains(alert.id())) {
        String head = alert.status() + " at " + Instant.ofEpochMilli(alert.time()) + ": ";
        dropped.forEach(word -> lines.add(head + "nobody was told, a duplicate (" + word + ")"));
        for (Decision decision : decisions) {
          if (decision instanceof Decision.Decided decided) {
            lines.add(head + what(decided, inhibitor.inhibits(alert)));
          }
        }
      }
    }
    return lines;
  }

  private String what(Decision.Decided decided, boolean inhibited) {
    Incident incident = decided.incident();
    String in = incident == null ? "" : "incident " + incident.id() + "; ";
    if (decided.reason() != Reason.PASS) {
      String why = decided.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return in + "nobody was told: " + why;
    } else if (inhibited) {
      return in + "nobody was told: inhibited by another alert";
    }
    Alert alert = decided.alert();
    List<String> receivers = new ArrayList<>(route.receivers(alert.labels()));
    List<String> muted =
        alert.status().active() ? route.muted(alert.labels(), alert.time()) : List.of();
    muted.forEach(receivers::remove);
    String silent =
        muted.isEmpty() ? "" : "muted at that time for " + String.join(", ", muted) + "; ";
    return in
        + silent
        + (receivers.isEmpty()
            ? "nobody was told"
            : "goes to " + String.join(", ", receivers) + ", when its group is due");
  }
}
