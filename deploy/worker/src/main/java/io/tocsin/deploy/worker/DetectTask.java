package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.connectors.codec.DeadLetters;
import io.tocsin.connectors.codec.SummaryCodec;
import io.tocsin.pipeline.detect.DetectOutput;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.flow.Task;
import io.tocsin.pipeline.way.Way;
import io.tocsin.pipeline.window.WindowSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;

/**
 * Detect: cuts events into windows, looks at them with rules and detectors, tells summaries and
 * alerts.
 */
final class DetectTask implements Task {
  private final WorkerSettings settings;
  private final Map<String, Integer> keyedPartitions;
  private final TaskCounts counts;
  private final ActiveRules active;
  private final AlertRecords alerts;
  private final Map<ShardId, LiveStages> open = new ConcurrentHashMap<>();

  DetectTask(
      WorkerSettings settings,
      ActiveRules active,
      Map<String, Integer> keyedPartitions,
      TaskCounts counts) {
    this.active = active;
    this.settings = settings;
    this.keyedPartitions = keyedPartitions;
    this.counts = counts;
    this.alerts = new AlertRecords(settings.topics(), settings.scope());
  }

  /** The shards that were opened last, by their id. */
  Map<ShardId, LiveStages> stages() {
    return Map.copyOf(open);
  }

  /** The newest shard time, epoch milliseconds; {@link Long#MIN_VALUE} before the first event. */
  long newestTime() {
    return open.values().stream()
        .mapToLong(stages -> stages.window().stats().shardTime())
        .max()
        .orElse(Long.MIN_VALUE);
  }

  @Override
  public String name() {
    return "detect";
  }

  @Override
  public Flux<Batch<OutRecord>> open(ShardContext shard, Flux<Batch<Records>> in) {
    LiveStages stages = new LiveStages(active, settings, windows(shard.id().topic()), shard);
    open.put(shard.id(), stages);
    DeadLetters deadLetters =
        new DeadLetters(settings.topics().deadLetter(), name(), CodecSettings.DEFAULT_MAX_BYTES);
    return Way.detect(
        in,
        new EventDecode(codec(shard.id().topic()), keyedPartitions(shard.id().topic()), counts),
        stages::window,
        stages::detect,
        new Encoded<>(this::encode, deadLetters, counts));
  }

  private boolean isEvents(String topic) {
    return topic.equals(settings.topics().events());
  }

  private CodecSettings codec(String topic) {
    return isEvents(topic) ? CodecSettings.of("native") : keyed(topic).codec();
  }

  private int keyedPartitions(String topic) {
    return keyedPartitions.getOrDefault(topic, 0);
  }

  private Source keyed(String topic) {
    return settings.sources().stream()
        .filter(s -> s.keyed() && s.has(topic))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no keyed source has topic " + topic));
  }

  /** On the events topic all sources meet: the most patient one sets the pace. */
  private WindowSettings windows(String topic) {
    List<Source> sources =
        isEvents(topic)
            ? settings.sources().stream().filter(s -> !s.keyed()).toList()
            : List.of(keyed(topic));
    WindowSettings widest = Patience.widest(sources.stream().map(Source::window).toList());
    return settings.finiteWriters() > 0 ? widest.finite(settings.finiteWriters()) : widest;
  }

  private void encode(DetectOutput output, List<OutRecord> out) {
    if (output instanceof DetectOutput.Summarised summarised) {
      Summary summary = summarised.summary();
      byte[] key = SummaryCodec.key(summary);
      out.add(
          new OutRecord(
              settings.topics().summaries(),
              OutRecord.BY_KEY,
              key,
              SummaryCodec.value(summary),
              Map.of(),
              summary.end(),
              false));
    } else if (output instanceof DetectOutput.Alerted alerted) {
      encode(alerted.alert(), alerted.shadow(), out);
    }
  }

  private void encode(Alert alert, boolean shadow, List<OutRecord> out) {
    counts.decided(Decisions.alert(alert.status()));
    if (shadow) {
      out.add(alerts.shadow(alert));
    } else {
      out.addAll(alerts.of(alert));
    }
  }
}
