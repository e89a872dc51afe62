package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.connectors.codec.DeadLetters;
import io.tocsin.connectors.codec.IncidentCodec;
import io.tocsin.connectors.codec.NotificationCodec;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.pipeline.correlate.CorrelateStage;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.Task;
import io.tocsin.pipeline.respond.RespondSettings;
import io.tocsin.pipeline.respond.RespondStage;
import io.tocsin.pipeline.respond.Response;
import io.tocsin.pipeline.respond.Telling;
import io.tocsin.pipeline.suppress.SuppressStage;
import io.tocsin.pipeline.way.Way;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Flux;

/** Respond: joins alerts into incidents, decides who must hear of them. */
final class RespondTask implements Task {
  private final WorkerSettings settings;
  private final ActiveRules active;
  private final TaskCounts counts;

  RespondTask(WorkerSettings settings, ActiveRules active, TaskCounts counts) {
    this.settings = settings;
    this.active = active;
    this.counts = counts;
  }

  @Override
  public String name() {
    return "respond";
  }

  @Override
  public Flux<Batch<OutRecord>> open(ShardContext shard, Flux<Batch<Records>> in) {
    LiveComposites composites = new LiveComposites(active, shard);
    CorrelateStage correlate =
        new CorrelateStage(
            settings.correlate(), shard.state(), why -> counts.decided(Decisions.duplicate(why)));
    SuppressStage suppress =
        new SuppressStage(
            settings.suppress(), shard.state(), why -> counts.decided(Decisions.suppression(why)));
    RespondStage respond =
        new RespondStage(
            new RespondSettings(settings.route(), telling(), settings.inhibitRules()),
            shard.state());
    DeadLetters deadLetters =
        new DeadLetters(settings.topics().deadLetter(), name(), CodecSettings.DEFAULT_MAX_BYTES);
    return Way.respond(
        in,
        new ValueDecode<>(AlertCodec::read),
        batch -> batch.with(composites.apply(batch.items())),
        batch -> batch.with(correlate.apply(batch.items())),
        batch -> batch.with(suppress.apply(batch.items())),
        batch -> {
          List<Response> responses = composites.made();
          for (long shed = composites.shed(); shed > 0; shed--) {
            counts.decided(Decisions.COMPOSITE_SHED);
          }
          responses.addAll(respond.apply(batch.items(), batch.now().wall()));
          return batch.with(responses);
        },
        new Encoded<>(this::encode, deadLetters, counts));
  }

  /** Receivers that keep alerts themselves are told changes, people are told groups. */
  private Map<String, Telling> telling() {
    Map<String, Telling> telling = new TreeMap<>();
    settings
        .receivers()
        .forEach(
            (name, receiver) -> {
              if (!receiver.alertmanagers().isEmpty()) {
                telling.put(name, Telling.CHANGES);
              }
            });
    return telling;
  }

  private void encode(Response.Composed composed, List<OutRecord> out) {
    Alert alert = composed.alert();
    counts.decided(Decisions.alert(alert.status()));
    Topics topics = settings.topics();
    byte[] key = AlertCodec.fingerprintKey(alert);
    byte[] value = AlertCodec.value(alert);
    Map<String, byte[]> headers = AlertCodec.headers(alert);
    String topic = composed.shadow() ? topics.shadowAlerts() : topics.compositeAlerts();
    out.add(new OutRecord(topic, OutRecord.BY_KEY, key, value, headers, alert.time(), true));
    if (!composed.shadow()) {
      byte[] current = alert.status().active() ? value : null;
      out.add(
          new OutRecord(
              topics.currentAlerts(), OutRecord.BY_KEY, key, current, headers, alert.time(), true));
    }
  }

  private void encode(Response response, List<OutRecord> out) {
    if (response instanceof Response.Composed composed) {
      encode(composed, out);
    } else if (response instanceof Response.Changed changed) {
      out.add(
          new OutRecord(
              settings.topics().incidents(),
              OutRecord.BY_KEY,
              IncidentCodec.key(changed.incident()),
              IncidentCodec.value(changed.incident()),
              IncidentCodec.headers(changed.incident()),
              changed.incident().lastUpdated(),
              true));
    } else if (response instanceof Response.Forgotten forgotten) {
      out.add(
          new OutRecord(
              settings.topics().incidents(),
              OutRecord.BY_KEY,
              forgotten.incident().getBytes(UTF_8),
              null,
              Map.of(),
              -1,
              false));
    } else if (response instanceof Response.Told told) {
      out.add(
          new OutRecord(
              settings.topics().notifications(),
              OutRecord.BY_KEY,
              NotificationCodec.key(told.notification()),
              NotificationCodec.value(told.notification()),
              NotificationCodec.headers(told.notification()),
              told.notification().createdAt(),
              true));
    }
  }
}
