package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.detect.AlertMachine.Seen;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.flow.ShardId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the engine has to say of itself and of data that it cannot trust. */
final class Degraded {
  /** After so long without another case it is over, milliseconds. */
  private static final long QUIET = 300_000;

  static final AlertRule RULE =
      word("RuleDegraded", "a rule that fails, or has reached its limit", QUIET);
  static final AlertRule CLOCK =
      internal("SensorClockAhead", "a sensor that claims times that have not come", QUIET);

  static final AlertRule SOURCE =
      word("SourceSilent", "many sensors that fall silent together", Long.MAX_VALUE);

  static final AlertRule WRITTEN =
      internal("RulesRefused", "rules that are written and cannot be used", Long.MAX_VALUE);

  static final AlertRule UPSTREAM =
      word("UpstreamBehind", "those who bring events do not come along", Long.MAX_VALUE);

  /** What one shard finds and people are told once for all shards. */
  static final List<AlertRule> WORDS = List.of(RULE, SOURCE, UPSTREAM);

  static final Set<String> WORD_IDENTITIES =
      Set.of(RULE.identity(), SOURCE.identity(), UPSTREAM.identity());

  /** Stands where a sensor would, in what the engine says of itself. */
  static final SensorId ITSELF = new SensorId("tocsin/rules");

  private static final String WHOLE = "/whole";

  private final Alerts alerts;
  private final Teller teller;
  private final ShardId shard;
  private final boolean merged;

  /**
   * @param merged whether parts of many shards meet here
   */
  Degraded(Alerts alerts, Teller teller, ShardId shard, boolean merged) {
    this.alerts = alerts;
    this.teller = teller;
    this.shard = shard;
    this.merged = merged;
  }

  private static AlertRule word(String name, String text, long quiet) {
    return rule("tocsin/" + name, name, text, quiet, new Trigger.Word());
  }

  private static AlertRule internal(String name, String text, long quiet) {
    return rule("tocsin/" + name, name, text, quiet, new Trigger.Internal());
  }

  /** What is told of all shards that say the same: over when none does. */
  static AlertRule whole(AlertRule word) {
    return rule(
        word.identity() + WHOLE, word.alert(), word.text(), Long.MAX_VALUE, new Trigger.Internal());
  }

  private static AlertRule rule(
      String identity, String name, String text, long quiet, Trigger trigger) {
    return new AlertRule(
        identity,
        "tocsin/" + name,
        name,
        1,
        text,
        Map.of("severity", (labels, value) -> "warning"),
        Map.of(),
        new Timing(0, 0, quiet, quiet, Timing.Silence.ENDS),
        0,
        false,
        trigger,
        text);
  }

  void failed(AlertRule rule, SensorId sensor, RuleFailure failure, long time, long shardTime) {
    failed(rule.name(), sensor, failure, time, shardTime);
  }

  void failed(String rule, SensorId sensor, RuleFailure failure, long time, long shardTime) {
    say(
        RULE,
        ITSELF,
        labels(rule, "failure"),
        time,
        shardTime,
        0,
        "rule "
            + rule
            + " cannot be evaluated, first seen at sensor "
            + sensor
            + ": "
            + failure.getMessage());
  }

  private Labels labels(String rule, String cause) {
    // Where parts meet, a rule is in one shard only.
    return merged
        ? Labels.of("component", "tocsin", "rule", rule, "cause", cause + " over groups")
        : Labels.of("component", "tocsin", "rule", rule, "cause", cause, ShardWords.SHARD, here());
  }

  private String here() {
    return shard.topic() + "-" + shard.partition();
  }

  private Labels ofSource() {
    return Labels.of("component", "tocsin", "source", shard.topic(), ShardWords.SHARD, here());
  }

  void shed(AlertRule rule, long time, long shardTime) {
    say(
        RULE,
        ITSELF,
        labels(rule.name(), "limit"),
        time,
        shardTime,
        rule.limit(),
        "rule "
            + rule.name()
            + " has reached its limit of "
            + rule.limit()
            + " alerts: new ones are not told, existing ones stay");
  }

  void clockAhead(SensorId sensor, long claimed, long appendTime, long shardTime) {
    double seconds = (claimed - appendTime) / 1000.0;
    say(
        CLOCK,
        sensor,
        Labels.of("sensor", sensor.value()),
        appendTime,
        shardTime == Long.MIN_VALUE ? appendTime : shardTime,
        seconds,
        "the sensor's clock is "
            + Explanations.number(seconds)
            + " s ahead: it claims "
            + Explanations.time(claimed)
            + "; its events are refused");
  }

  /** Many sensors are silent at once; or, with none, no longer. */
  void sourceSilent(long silent, long of, long time, long shardTime) {
    Labels labels = ofSource();
    if (silent > 0) {
      String text =
          silent
              + " of "
              + of
              + " sensors fell silent together: their source, or the way from there, is down; rules"
              + " about silence are held";
      say(SOURCE, ITSELF, labels, time, shardTime, (double) silent, text);
      return;
    }
    over(SOURCE, labels, time, shardTime);
  }

  /** Those who write to the shard are stuck; or, with nothing missing, no longer. */
  void upstream(long reached, long time, long shardTime) {
    Labels labels = ofSource();
    if (reached < time) {
      double seconds = (time - reached) / 1000.0;
      String text =
          "what brings events here has not come further than "
              + Explanations.time(reached)
              + ": nothing is taken for silence until it does";
      say(UPSTREAM, ITSELF, labels, time, shardTime, seconds, text);
    } else {
      over(UPSTREAM, labels, time, shardTime);
    }
  }

  private void over(AlertRule rule, Labels labels, long time, long shardTime) {
    AlertKey key = new AlertKey(rule.identity(), labels);
    SensorAlerts known = alerts.of(ITSELF);
    AlertState state = known == null ? null : known.get(key);
    if (state != null) {
      Seen seen = new Seen(time, shardTime, 0, teller.past(time));
      alerts.apply(rule, ITSELF, key, AlertMachine.ends(state, seen, rule.timing()));
    }
  }

  /**
   * Rules are written that cannot be used; or, with null, no longer.
   *
   * @param time epoch milliseconds
   */
  void rulesRefused(@Nullable String problem, long time, long shardTime) {
    Labels labels = Labels.of("component", "tocsin");
    AlertKey key = new AlertKey(WRITTEN.identity(), labels);
    SensorAlerts known = alerts.of(ITSELF);
    AlertState state = known == null ? null : known.get(key);
    if (problem != null && state == null) {
      String text = "the rules that are written cannot be used, the old ones stay: " + problem;
      say(WRITTEN, ITSELF, labels, time, shardTime, 0, text);
    } else if (problem == null && state != null) {
      Seen seen = new Seen(time, shardTime, 0, teller.past(time));
      alerts.apply(WRITTEN, ITSELF, key, AlertMachine.ends(state, seen, WRITTEN.timing()));
    }
  }

  private void say(
      AlertRule rule,
      SensorId sensor,
      Labels labels,
      long time,
      long shardTime,
      double value,
      String explanation) {
    AlertKey key = new AlertKey(rule.identity(), labels);
    SensorAlerts of = alerts.of(sensor);
    AlertState state = of == null ? null : of.get(key);
    Seen seen = new Seen(time, shardTime, value, teller.past(time));
    Outcome outcome =
        AlertMachine.holds(
            state,
            seen,
            rule.timing(),
            0,
            since -> teller.fires(rule, labels, value, since, time, null, explanation));
    alerts.apply(rule, sensor, key, outcome);
  }
}
