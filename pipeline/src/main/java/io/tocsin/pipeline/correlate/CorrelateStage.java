package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Drops duplicates and joins alerts into incidents. Runs on event time alone, which here is the
 * highest time any alert of the shard told: only the forgetting of old incidents waits for it. Used
 * by the lane's thread only.
 */
public final class CorrelateStage {
  private static final String ONLY = "";

  private final CorrelateSettings settings;
  private final Consumer<Duplicate> dropped;
  private final Table<String, IncidentState> incidents;
  private final Table<String, Member> members;
  private final Table<String, Clock> clocks;
  private final Timers<String> forgetIncident;
  private final Timers<String> forgetMember;
  private final OpenIncidents open = new OpenIncidents();
  private final Ladder ladder;
  private final Clock clock;

  /**
   * @param dropped told of every alert that is dropped, on the lane's thread
   */
  public CorrelateStage(CorrelateSettings settings, ShardState state, Consumer<Duplicate> dropped) {
    this.settings = settings;
    this.dropped = dropped;
    incidents =
        state.table(
            new TableSpec<>(
                "correlate.incidents", IncidentCodec.VERSION, Codecs.STRING, new IncidentCodec()));
    members =
        state.table(
            new TableSpec<>(
                "correlate.members", MemberCodec.VERSION, Codecs.STRING, new MemberCodec()));
    clocks =
        state.table(
            new TableSpec<>(
                "correlate.clock", ClockCodec.VERSION, Codecs.STRING, new ClockCodec()));
    forgetIncident = state.timers("correlate.forget-incident", Codecs.STRING);
    forgetMember = state.timers("correlate.forget-member", Codecs.STRING);
    Clock stored = clocks.get(ONLY);
    clock = stored == null ? new Clock() : stored;
    ladder = new Ladder(settings, open, incidents::get);
    incidents.forEach(
        (id, incident) -> {
          if (incident.open()) {
            open.add(incident);
          }
        });
  }

  /** One batch of alerts, in log order. */
  public List<Correlation> apply(List<Alert> alerts) {
    List<Correlation> out = new ArrayList<>();
    for (Alert alert : alerts) {
      advance(alert.time(), out);
      accept(alert, out);
    }
    if (!alerts.isEmpty()) {
      clocks.put(ONLY, clock);
    }
    return out;
  }

  private void advance(long time, List<Correlation> out) {
    if (time <= clock.time) {
      return;
    }
    clock.time = time;
    forgetIncident.fire(
        time,
        (id, due) -> {
          incidents.remove(id);
          out.add(new Correlation.Forgotten(id));
        });
    forgetMember.fire(time, (fingerprint, due) -> members.remove(fingerprint));
  }

  private void accept(Alert alert, List<Correlation> out) {
    Member known = members.get(alert.fingerprint());
    Member member = known == null ? new Member() : known;
    Duplicate duplicate = duplicate(alert, member);
    boolean isNewStart = !member.knowsStart(alert.startsAt());
    member.saw(alert);
    if (duplicate == null) {
      IncidentState incident =
          alert.status().active() ? begin(alert, member, isNewStart) : end(alert, member);
      out.add(new Correlation.Joined(alert, snapshot(incident)));
    } else {
      dropped.accept(duplicate);
    }
    remember(alert, member);
  }

  private static @Nullable Duplicate duplicate(Alert alert, Member member) {
    if (member.knows(alert)) {
      return Duplicate.SAME_ID;
    }
    boolean again = alert.status() == AlertStatus.FIRING && member.status == AlertStatus.FIRING;
    return again && member.content.equals(content(alert)) ? Duplicate.SAME_CONTENT : null;
  }

  /** An active alert joins its own incident, else one that takes it, else it opens one. */
  private IncidentState begin(Alert alert, Member member, boolean isNewStart) {
    long time = alert.status() == AlertStatus.FIRING ? alert.time() : clock.time;
    IncidentState own = member.active() ? incidents.get(member.incident) : null;
    IncidentState joined = own != null ? own : ladder.find(alert, time);
    IncidentState incident = joined != null ? joined : create(alert, time);
    open.remove(incident);
    boolean unknown = alert.status() == AlertStatus.UNKNOWN;
    if (own == null || isNewStart) {
      incident.add(alert, time, settings.keepMembers());
    }
    incident.touch(alert, time, unknown);
    open.add(incident);
    incidents.put(incident.id, incident);
    member.incident = incident.id;
    member.status = unknown ? AlertStatus.UNKNOWN : AlertStatus.FIRING;
    member.content = content(alert);
    return incident;
  }

  private IncidentState create(Alert alert, long time) {
    String id = Fingerprint.of(alert.fingerprint(), Long.toString(alert.startsAt()));
    clock.opened++;
    return new IncidentState(id, alert.component(), alert.name(), clock.opened, time);
  }

  private @Nullable IncidentState end(Alert alert, Member member) {
    IncidentState incident = member.incident.isEmpty() ? null : incidents.get(member.incident);
    boolean wasActive = member.active();
    member.status = AlertStatus.RESOLVED;
    if (incident == null || !wasActive) {
      return incident;
    }
    incident.end(alert, alert.time());
    if (!incident.open()) {
      open.remove(incident);
      forgetIncident.set(incident.id, clock.time + settings.keepResolved().toMillis());
    }
    incidents.put(incident.id, incident);
    return incident;
  }

  private void remember(Alert alert, Member member) {
    members.put(alert.fingerprint(), member);
    if (member.active()) {
      forgetMember.clear(alert.fingerprint());
    } else {
      forgetMember.set(alert.fingerprint(), clock.time + settings.keepResolved().toMillis());
    }
  }

  private @Nullable Incident snapshot(@Nullable IncidentState incident) {
    return incident == null ? null : incident.toIncident(settings, clock.time);
  }

  private static String content(Alert alert) {
    List<String> texts = new ArrayList<>();
    new TreeMap<>(alert.annotations())
        .forEach(
            (name, value) -> {
              texts.add(name);
              texts.add(value);
            });
    return Fingerprint.of(texts.toArray(String[]::new));
  }
}
