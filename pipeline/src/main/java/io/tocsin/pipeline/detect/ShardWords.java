package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.detect.AlertMachine.Seen;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What all shards say of the engine itself, told as one alert for each cause: it fires with the
 * first shard that says so and is over when none does any more.
 */
final class ShardWords {
  /** The label that says whose word it is. */
  static final String SHARD = "shard";

  private static final List<String> NOT_ELEMENT = List.of(SHARD, "alertname", "severity");

  private final Table<AlertKey, Map<String, Double>> table;
  private final Set<String> writers;
  private final Rules rules;
  private final Alerts alerts;
  private final Teller teller;

  /**
   * @param writers all shards that may say something, as {@code topic-partition}
   */
  ShardWords(ShardState state, Set<String> writers, Rules rules, Alerts alerts, Teller teller) {
    table = state.table(new TableSpec<>("merge.words", 1, KEY, VALUE));
    this.writers = Set.copyOf(writers);
    this.rules = rules;
    this.alerts = alerts;
    this.teller = teller;
  }

  /**
   * Forgets what shards said that are no more. To be called before anything else, within a batch.
   *
   * @param now epoch milliseconds
   */
  void open(long now) {
    List<AlertKey> keys = new ArrayList<>();
    table.forEach((key, shards) -> keys.add(key));
    for (AlertKey key : keys) {
      Map<String, Double> shards = shards(key);
      if (shards.keySet().retainAll(writers)) {
        AlertRule word = rules.byIdentity(key.rule());
        if (word != null && shards.isEmpty()) {
          over(word, key, now);
        }
        put(key, shards);
      }
    }
  }

  /** Takes a shard's word. */
  void take(Alert said) {
    AlertRule word = rules.byIdentity(said.rule(), true);
    String shard = said.labels().getOrEmpty(SHARD);
    if (word == null || !(word.trigger() instanceof Trigger.Word) || !writers.contains(shard)) {
      return;
    }
    AlertKey key = new AlertKey(word.identity(), said.labels().without(NOT_ELEMENT));
    Map<String, Double> shards = shards(key);
    if (said.status().active()) {
      shards.put(shard, said.value());
      holds(word, key, said, shards);
    } else if (shards.remove(shard) != null && shards.isEmpty()) {
      over(word, key, said.endsAt());
    }
    put(key, shards);
  }

  private void holds(AlertRule word, AlertKey key, Alert said, Map<String, Double> shards) {
    AlertRule whole = Degraded.whole(word);
    AlertKey told = new AlertKey(whole.identity(), key.labels());
    double most = shards.values().stream().mapToDouble(v -> v).max().orElse(said.value());
    String text = said.explanation() + " (first told by " + said.labels().get(SHARD) + ")";
    Seen seen = new Seen(said.startsAt(), said.startsAt(), most, said.historical());
    Outcome outcome =
        AlertMachine.holds(
            state(told),
            seen,
            whole.timing(),
            0,
            since -> teller.fires(whole, key.labels(), most, since, since, null, text));
    alerts.apply(whole, Degraded.ITSELF, told, outcome);
  }

  private void over(AlertRule word, AlertKey key, long time) {
    AlertRule whole = Degraded.whole(word);
    AlertKey told = new AlertKey(whole.identity(), key.labels());
    if (state(told) instanceof AlertState.Active active) {
      long ended = Math.max(time, active.told().startsAt());
      Seen seen = new Seen(ended, ended, 0, teller.past(ended));
      alerts.apply(whole, Degraded.ITSELF, told, AlertMachine.ends(active, seen, whole.timing()));
    }
  }

  private @org.jspecify.annotations.Nullable AlertState state(AlertKey told) {
    SensorAlerts known = alerts.of(Degraded.ITSELF);
    return known == null ? null : known.get(told);
  }

  private Map<String, Double> shards(AlertKey key) {
    Map<String, Double> known = table.get(key);
    return known == null ? new TreeMap<>() : new TreeMap<>(known);
  }

  private void put(AlertKey key, Map<String, Double> shards) {
    if (shards.isEmpty()) {
      table.remove(key);
    } else {
      table.put(key, shards);
    }
  }

  private static final Codec<AlertKey> KEY =
      Codecs.of(
          (key, out) -> {
            out.putString(key.rule());
            Codecs.LABELS.write(key.labels(), out);
          },
          in -> {
            String rule = in.getString();
            Labels labels = Codecs.LABELS.read(in, 1);
            return new AlertKey(rule, labels);
          });

  private static final Codec<Map<String, Double>> VALUE =
      new Codec<>() {
        @Override
        public void write(Map<String, Double> shards, ByteWriter out) {
          out.putVarInt(shards.size());
          shards.forEach((shard, value) -> out.putString(shard).putDouble(value));
        }

        @Override
        public Map<String, Double> read(ByteReader in, int version) {
          Map<String, Double> shards = new TreeMap<>();
          int count = in.getVarInt();
          for (int i = 0; i < count; i++) {
            shards.put(in.getString(), in.getDouble());
          }
          return shards;
        }
      };
}
