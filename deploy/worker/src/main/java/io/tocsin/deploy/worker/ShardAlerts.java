package io.tocsin.deploy.worker;

import io.tocsin.connectors.kafka.Notice;
import io.tocsin.connectors.kafka.Notices;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.ShardId;
import java.util.List;
import java.util.Map;

/**
 * Alerts about shards themselves: damaged state, lost input. They go the way of all alerts, and end
 * after some minutes, as they tell of something that has happened and not of something that lasts.
 */
final class ShardAlerts implements Notices {
  private final AlertRecords records;

  ShardAlerts(AlertRecords records) {
    this.records = records;
  }

  @Override
  public List<OutRecord> tell(ShardId shard, Notice notice, long since, boolean over) {
    return records.of(alert(shard, notice, since, over));
  }

  static Alert alert(ShardId shard, Notice notice, long since, boolean over) {
    String name =
        switch (notice.kind()) {
          case STATE_DAMAGED -> "StateDamaged";
          case INPUT_LOST -> "InputLost";
        };
    Labels labels =
        Labels.of(
            "alertname",
            name,
            "component",
            "tocsin",
            "severity",
            notice.kind() == Notice.Kind.INPUT_LOST ? "critical" : "warning",
            "shard",
            shard.toString());
    return new Alert(
        over ? AlertStatus.RESOLVED : AlertStatus.FIRING,
        labels,
        Map.of("summary", shard + ": " + notice.text()),
        since,
        over ? since + LASTS : Alert.OPEN,
        Fingerprint.of(labels),
        Double.NaN,
        null,
        "tocsin/" + name,
        1,
        over ? 1 : 0,
        over ? "condition_ended" : "condition",
        false,
        notice.text());
  }

  /** For how long it is shown at least, milliseconds. */
  private static final long LASTS = 300_000;
}
