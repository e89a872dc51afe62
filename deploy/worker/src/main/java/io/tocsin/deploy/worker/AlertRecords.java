package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.flow.OutRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where alerts are written, and under which keys. */
final class AlertRecords {
  private final Topics topics;
  private final List<String> scope;

  /**
   * @param scope labels that alerts must share to be correlated
   */
  AlertRecords(Topics topics, List<String> scope) {
    this.topics = topics;
    this.scope = scope;
  }

  /** The transition, and what the alert is now. */
  List<OutRecord> of(Alert alert) {
    byte[] value = AlertCodec.value(alert);
    byte @Nullable [] current = alert.status().active() ? value : null;
    byte[] fingerprint = AlertCodec.fingerprintKey(alert);
    Map<String, byte[]> headers = AlertCodec.headers(alert);
    return List.of(
        record(topics.alerts(), scopeKey(alert), value, headers, alert),
        record(topics.currentAlerts(), fingerprint, current, headers, alert));
  }

  /** A transition of a rule that is only tried. */
  OutRecord shadow(Alert alert) {
    return record(
        topics.shadowAlerts(),
        AlertCodec.fingerprintKey(alert),
        AlertCodec.value(alert),
        AlertCodec.headers(alert),
        alert);
  }

  /** Alerts that share the scope's labels meet in one shard; without a scope all do. */
  private byte[] scopeKey(Alert alert) {
    StringBuilder key = new StringBuilder("scope");
    for (String label : scope) {
      key.append('\u001f').append(alert.labels().getOrEmpty(label));
    }
    return key.toString().getBytes(UTF_8);
  }

  private static OutRecord record(
      String topic, byte[] key, byte @Nullable [] value, Map<String, byte[]> headers, Alert alert) {
    return new OutRecord(topic, OutRecord.BY_KEY, key, value, headers, alert.time(), true);
  }
}
