package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;

/**
 * Counts how often the text of a rule has changed in a shard: the version that its alerts carry. A
 * rule that goes and comes back goes on counting.
 */
final class Versions {
  private final Table<String, Version> table;

  Versions(ShardState state) {
    table = state.table(new TableSpec<>("detect.versions", 1, Codecs.STRING, Version.CODEC));
  }

  /** A text, by its fingerprint, and which one it is, from 1. */
  record Version(String text, int number) {
    static final Codec<Version> CODEC =
        Codecs.of(
            (version, out) -> out.putString(version.text()).putVarInt(version.number()),
            in -> new Version(in.getString(), in.getVarInt()));
  }

  /** The rule with its version in this shard; notes a text that is new. */
  AlertRule number(AlertRule rule) {
    Version known = table.get(rule.identity());
    if (known == null || !known.text().equals(rule.definition())) {
      known = new Version(rule.definition(), known == null ? 1 : known.number() + 1);
      table.put(rule.identity(), known);
    }
    return rule.withVersion(known.number());
  }
}
