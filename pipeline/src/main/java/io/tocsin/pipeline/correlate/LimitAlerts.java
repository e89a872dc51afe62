package io.tocsin.pipeline.correlate;

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
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of composite rules that have reached their limit, as detect does of its rules: with the
 * first alert that is shed, until none was for a while. Event time alone decides. Used by the
 * lane's thread only.
 */
final class LimitAlerts {
  private static final String NAME = "RuleDegraded";

  /** After so long without another that is shed it is over, milliseconds. */
  private static final long QUIET = 300_000;

  private final Table<String, Told> table;
  private final Timers<String> over;
  private final String shard;

  /**
   * @param shard where it happens, empty if there is one shard only
   */
  LimitAlerts(ShardState state, String shard) {
    table =
        state.table(
            new TableSpec<>("respond.composites-shed", Told.VERSION, Codecs.STRING, Told.CODEC));
    over = state.timers("respond.composites-shed-over", Codecs.STRING);
    this.shard = shard;
  }

  /**
   * What was told of a rule.
   *
   * @param startsAt when the first was shed, event time
   */
  record Told(long startsAt, int limit, int revision, boolean historical) {
    static final int VERSION = 1;

    static final Codec<Told> CODEC =
        Codecs.of(
            (told, out) ->
                out.putLong(told.startsAt)
                    .putVarInt(told.limit)
                    .putVarInt(told.revision)
                    .putBoolean(told.historical),
            in -> new Told(in.getLong(), in.getVarInt(), in.getVarInt(), in.getBoolean()));

    Told next(boolean past) {
      return new Told(startsAt, limit, revision + 1, past);
    }
  }

  /** One more was shed. */
  void shed(CompositeRule rule, long at, boolean historical, Consumer<Alert> out) {
    over.set(rule.name(), at + QUIET);
    Told told = table.get(rule.name());
    if (told == null) {
      tell(rule.name(), new Told(at, rule.limit(), 0, historical), "condition", out);
    } else if (told.historical() && !historical) {
      tell(rule.name(), told.next(false), "caught_up", out);
    }
  }

  private void tell(String rule, Told told, String reason, Consumer<Alert> out) {
    table.put(rule, told);
    out.accept(alert(rule, told, AlertStatus.FIRING, Alert.OPEN, reason));
  }

  /** Event time has come so far. */
  void upTo(long time, Consumer<Alert> out) {
    over.fire(time, (rule, due) -> end(rule, due, out));
  }

  private void end(String rule, long at, Consumer<Alert> out) {
    Told told = table.get(rule);
    if (told != null) {
      table.remove(rule);
      Told last = told.next(told.historical());
      out.accept(alert(rule, last, AlertStatus.RESOLVED, at, "condition_ended"));
    }
  }

  private Alert alert(String rule, Told told, AlertStatus status, long endsAt, String reason) {
    Labels labels =
        Labels.of("alertname", NAME, "severity", "warning")
            .with(Labels.of("component", "tocsin", "rule", rule, "cause", "limit"));
    if (!shard.isEmpty()) {
      labels = labels.with("shard", shard);
    }
    String limited =
        "rule "
            + rule
            + " has reached its limit of "
            + told.limit()
            + " alerts: new ones are not told, existing ones stay";
    return new Alert(
        status,
        labels,
        Map.of(),
        told.startsAt(),
        endsAt,
        Fingerprint.of(labels),
        told.limit(),
        null,
        "tocsin/" + NAME,
        1,
        told.revision(),
        reason,
        told.historical(),
        status.active() ? limited : "no longer so, was: " + limited);
  }
}
