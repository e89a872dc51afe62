package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.correlate.CompositeState.Part;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Makes alerts of alerts. What it makes follows the alert that made it true or ended it, so that
 * the stages after it see both. Event time alone decides. Used by the lane's thread only.
 */
public final class CompositeStage {
  private List<CompositeRule> rules;
  private final Table<Key, CompositeState> table;
  private final Timers<Key> forget;
  private final LimitAlerts limits;
  private final Map<String, Integer> active = new HashMap<>();
  private List<Made> made = new ArrayList<>();
  private long shed;
  private boolean started;
  private long time = Long.MIN_VALUE;

  /** Where there is one shard only. */
  public CompositeStage(List<CompositeRule> rules, ShardState state) {
    this(rules, state, "");
  }

  /**
   * The stage of one shard.
   *
   * @param rules in their order
   * @param shard which of several it is, {@code topic-partition}; empty if there is one only
   */
  public CompositeStage(List<CompositeRule> rules, ShardState state, String shard) {
    this.rules = List.copyOf(rules);
    table =
        state.table(
            new TableSpec<>(
                "respond.composites", CompositeState.VERSION, Key.CODEC, CompositeState.CODEC));
    forget = state.timers("respond.composites-forget", Key.CODEC);
    limits = new LimitAlerts(state, shard);
    table.forEach((key, of) -> active.merge(key.rule(), of.told() ? 1 : 0, Integer::sum));
  }

  /** The composite and the labels in which its parts agree. */
  record Key(String rule, Labels by) {
    static final Codec<Key> CODEC =
        Codecs.of(
            (key, out) -> {
              out.putString(key.rule());
              Codecs.LABELS.write(key.by(), out);
            },
            in -> new Key(in.getString(), Codecs.LABELS.read(in, 1)));
  }

  /**
   * A transition of a composite; or of what there is to say of its rule's limit.
   *
   * @param shadow whether its rule is only being tried
   */
  public record Made(Alert alert, boolean shadow) {}

  /** Other rules hold from the next batch on; what is known of parts stays. */
  public void change(List<CompositeRule> next) {
    rules = List.copyOf(next);
    started = false;
  }

  /** The alerts, and those made of them that people are told of, in order. */
  public List<Alert> apply(List<Alert> alerts) {
    made = new ArrayList<>();
    List<Alert> out = new ArrayList<>(alerts.size());
    if (!alerts.isEmpty()) {
      time = Math.max(time, alerts.get(0).time());
    }
    if (!started) {
      started = true;
      removeOrphans();
      tell(made, out);
    }
    for (Alert alert : alerts) {
      time = Math.max(time, alert.time());
      forget.fire(time, (key, due) -> forget(key));
      int before = made.size();
      limits.upTo(time, this::light);
      out.add(alert);
      for (CompositeRule rule : rules) {
        if (rule.parts().contains(alert.name())) {
          take(rule, alert);
        }
      }
      tell(made.subList(before, made.size()), out);
    }
    return out;
  }

  private static void tell(List<Made> made, List<Alert> out) {
    made.stream().filter(m -> !m.shadow()).forEach(m -> out.add(m.alert()));
  }

  /** How many were not told because of their rule's limit, since this was asked last. */
  public long shed() {
    long since = shed;
    shed = 0;
    return since;
  }

  /** What the last batch made. */
  public List<Made> made() {
    return made;
  }

  private void take(CompositeRule rule, Alert alert) {
    Key key = new Key(rule.id(), alert.labels().only(rule.by()));
    if (key.by().size() < rule.by().size()) {
      return; // Missing labels do not agree.
    }
    CompositeState stored = table.get(key);
    CompositeState state = stored == null ? new CompositeState() : stored;
    note(rule, state, alert);
    OptionalLong since = Composition.since(rule, state);
    if (since.isPresent() && !state.told()) {
      fire(rule, key, state, since.getAsLong());
    } else if (since.isEmpty() && state.told()) {
      end(rule, state, alert.time(), "condition_ended");
    }
    keep(rule, key, state);
  }

  private void keep(CompositeRule rule, Key key, CompositeState state) {
    if (state.parts.isEmpty() && !state.told()) {
      table.remove(key);
    } else {
      table.put(key, state);
      if (!state.told() && state.parts.values().stream().noneMatch(Part::active)) {
        forget.set(key, time + rule.within().toMillis() + 1);
      }
    }
  }

  private void light(Alert alert) {
    made.add(new Made(alert, false));
  }

  private void forget(Key key) {
    CompositeState state = table.get(key);
    if (state != null && !state.told() && state.parts.values().stream().noneMatch(Part::active)) {
      table.remove(key);
    }
  }

  private static void note(CompositeRule rule, CompositeState state, Alert alert) {
    long oldest = alert.time() - rule.within().toMillis();
    state.parts.values().removeIf(part -> !part.active() && part.start() < oldest);
    if (alert.status() == AlertStatus.WITHDRAWN) {
      state.parts.remove(alert.fingerprint());
    } else {
      boolean on = alert.status().active();
      Part part = new Part(alert.name(), alert.startsAt(), on, alert.historical());
      if (on || rule.kind() == CompositeRule.Kind.SEQUENCE) {
        state.parts.put(alert.fingerprint(), part);
      } else {
        state.parts.remove(alert.fingerprint());
      }
    }
  }

  private void fire(CompositeRule rule, Key key, CompositeState state, long since) {
    boolean historical = state.parts.values().stream().anyMatch(Part::historical);
    if (rule.limit() > 0 && active.getOrDefault(rule.id(), 0) >= rule.limit()) {
      shed++;
      limits.shed(rule, time, historical, this::light);
      return;
    }
    state.startsAt = since;
    state.revision = 0;
    state.historical = historical;
    state.shadow = rule.shadow();
    state.labels = rule.labels().apply(key.by()).with("alertname", rule.alert());
    active.merge(rule.id(), 1, Integer::sum);
    made.add(made(rule, state, AlertStatus.FIRING, Alert.OPEN, "condition"));
  }

  private void end(CompositeRule rule, CompositeState state, long at, String reason) {
    state.revision++;
    active.merge(rule.id(), -1, Integer::sum);
    long ended = Math.max(at, state.startsAt);
    made.add(made(rule, state, AlertStatus.RESOLVED, ended, reason));
    state.startsAt = CompositeState.NEVER;
  }

  private static Made made(
      CompositeRule rule, CompositeState state, AlertStatus status, long endsAt, String reason) {
    Labels labels = state.labels;
    String parts =
        state.parts.values().stream()
            .filter(Part::active)
            .map(part -> part.name() + " since " + Instant.ofEpochMilli(part.start()))
            .collect(Collectors.joining(", "));
    String text = parts.isEmpty() ? "none of its parts is active" : parts;
    return new Made(
        new Alert(
            status,
            labels,
            new LinkedHashMap<>(rule.annotations().apply(labels)),
            state.startsAt,
            endsAt,
            Fingerprint.of(labels),
            Double.NaN,
            null,
            rule.name(),
            1,
            state.revision,
            reason,
            state.historical,
            text),
        state.shadow);
  }

  /**
   * Resolves the composites of rules that are no more, and of rules that are told elsewhere now: an
   * alert ends where it began, and begins anew where its rule is told.
   */
  private void removeOrphans() {
    Map<String, CompositeRule> known = new HashMap<>();
    rules.forEach(rule -> known.put(rule.id(), rule));
    List<Key> orphans = new ArrayList<>();
    table.forEach(
        (key, state) -> {
          CompositeRule rule = known.get(key.rule());
          if (rule == null || (state.told() && state.shadow != rule.shadow())) {
            orphans.add(key);
          }
        });
    for (Key key : orphans) {
      CompositeState state = Objects.requireNonNull(table.get(key));
      CompositeRule rule = known.get(key.rule());
      if (state.told()) {
        end(rule == null ? stub(key.rule()) : rule, state, time, "rule_removed");
      }
      if (rule == null) {
        table.remove(key);
      } else {
        Composition.since(rule, state).ifPresent(since -> fire(rule, key, state, since));
        keep(rule, key, state);
      }
    }
  }

  /** Stands for a rule that is no more. */
  private static CompositeRule stub(String id) {
    String alert = id.substring(id.indexOf('/') + 1).replaceAll("\\{.*", "");
    return new CompositeRule(
        id,
        id,
        alert,
        CompositeRule.Kind.ANY,
        List.of(),
        java.time.Duration.ZERO,
        List.of(),
        labels -> labels,
        labels -> Map.of(),
        0,
        false);
  }
}
