package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.connectors.codec.DeadLetters;
import io.tocsin.connectors.codec.PartialCodec;
import io.tocsin.connectors.codec.SummaryCodec;
import io.tocsin.connectors.codec.WordCodec;
import io.tocsin.connectors.kafka.KeyPartitions;
import io.tocsin.pipeline.detect.DetectOutput;
import io.tocsin.pipeline.detect.DetectStats;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.flow.Stage;
import io.tocsin.pipeline.flow.Task;
import io.tocsin.pipeline.way.Way;
import io.tocsin.pipeline.window.ExpectedSensor;
import io.tocsin.pipeline.window.WindowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;

/**
 * Detect: cuts events into windows, looks at them with rules and detectors, tells summaries and
 * alerts.
 */
final class DetectTask implements Task {
  private final WorkerSettings settings;
  private final Map<String, Integer> partitions;
  private final TaskCounts counts;
  private final ActiveRules active;
  private final AlertRecords alerts;
  private final ExpectedSensors expected;
  private final Map<ShardId, LiveStages> open = new ConcurrentHashMap<>();
  private final Map<ShardId, LiveMerge> merges = new ConcurrentHashMap<>();

  /**
   * @param partitions how many partitions each input topic has
   */
  DetectTask(
      WorkerSettings settings,
      ActiveRules active,
      Map<String, Integer> partitions,
      TaskCounts counts) {
    this.active = active;
    this.settings = settings;
    this.partitions = Map.copyOf(partitions);
    this.counts = counts;
    this.alerts = new AlertRecords(settings.topics(), settings.scope());
    expected = settings.expected().read(settings.kafka());
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

  /** What all shards have counted of rules and alerts. */
  List<DetectStats> stats() {
    List<DetectStats> stats = new ArrayList<>();
    open.values().forEach(stages -> stats.add(stages.detect().stats()));
    merges.values().forEach(merge -> stats.add(merge.stats()));
    return stats;
  }

  @Override
  public String name() {
    return "detect";
  }

  @Override
  public Flux<Batch<OutRecord>> open(ShardContext shard, Flux<Batch<Records>> in) {
    if (shard.id().topic().equals(settings.topics().partials())) {
      int all = partials();
      LiveMerge merge =
          new LiveMerge(
              active,
              settings,
              writers(),
              rule -> KeyPartitions.of(PartialCodec.key(rule), all) == shard.id().partition(),
              shard);
      merges.put(shard.id(), merge);
      return Way.merge(in, new MergeDecode(), merge::apply, encoded());
    }
    LiveStages stages =
        new LiveStages(
            active,
            settings,
            windows(shard.id().topic()),
            shard,
            window -> {
              window.writers(this::isUpstream);
              window.expect(expectedIn(shard.id()));
            });
    open.put(shard.id(), stages);
    return Way.detect(
        in,
        new EventDecode(codec(shard.id().topic()), keyedPartitions(shard.id().topic()), counts),
        stages::window,
        stages::detect,
        marked(shard.id()));
  }

  private Encoded<DetectOutput> encoded() {
    return new Encoded<>(
        this::encode,
        new DeadLetters(settings.topics().deadLetter(), name(), CodecSettings.DEFAULT_MAX_BYTES),
        counts);
  }

  /** What came out, and after it, now and then, how far that reaches. */
  private Stage<DetectOutput, OutRecord> marked(ShardId shard) {
    Encoded<DetectOutput> encoded = encoded();
    MarkPace pace =
        new MarkPace(
            writer(shard.topic(), shard.partition()),
            settings.topics().partials(),
            partials(),
            false);
    return batch -> {
      if (!active.current().rules().overGroups()) {
        return encoded.apply(batch);
      }
      for (DetectOutput output : batch.items()) {
        if (output instanceof DetectOutput.Marked marked) {
          pace.reached(marked.time());
        }
      }
      List<OutRecord> out = new ArrayList<>(encoded.apply(batch).items());
      pace.tell(batch.now().wall(), out);
      return batch.with(out);
    };
  }

  /** How many partitions the parts are spread over. */
  private int partials() {
    return partitions.getOrDefault(settings.topics().partials(), settings.topics().partitions());
  }

  /** Expected sensors come by the events' topic, or by a keyed one if there is no other. */
  private List<ExpectedSensor> expectedIn(ShardId shard) {
    boolean ingested = settings.sources().stream().anyMatch(source -> !source.keyed());
    int all = partitions.getOrDefault(shard.topic(), settings.topics().partitions());
    return isEvents(shard.topic()) == ingested ? expected.of(shard.partition(), all) : List.of();
  }

  /** Every shard whose sensors' parts are to be waited for. */
  private Set<String> writers() {
    Set<String> writers = new TreeSet<>();
    partitions.forEach(
        (topic, count) -> {
          for (int p = 0; p < count && !topic.equals(settings.topics().partials()); p++) {
            writers.add(writer(topic, p));
          }
        });
    return writers;
  }

  private static String writer(String topic, int partition) {
    return topic + "-" + partition;
  }

  /** Whether a writer of marks is a partition of a source that there still is. */
  private boolean isUpstream(String writer) {
    String topic = writer.replaceFirst("-\\d+$", "");
    return settings.sources().stream().anyMatch(source -> source.has(topic));
  }

  private boolean isEvents(String topic) {
    return topic.equals(settings.topics().events());
  }

  private CodecSettings codec(String topic) {
    return isEvents(topic) ? CodecSettings.of("native") : keyed(topic).codec();
  }

  private int keyedPartitions(String topic) {
    return isEvents(topic) ? 0 : partitions.getOrDefault(topic, 0);
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
              summarised.quiet()));
    } else if (output instanceof DetectOutput.Alerted alerted) {
      encode(alerted.alert(), alerted.shadow(), out);
    } else if (output instanceof DetectOutput.Noted noted) {
      out.add(
          new OutRecord(
              settings.topics().partials(),
              OutRecord.BY_KEY,
              WordCodec.key(noted.alert()),
              AlertCodec.value(noted.alert()),
              WordCodec.headers(),
              -1,
              true));
    } else if (output instanceof DetectOutput.Parted parted) {
      out.add(
          new OutRecord(
              settings.topics().partials(),
              OutRecord.BY_KEY,
              PartialCodec.key(parted.partial()),
              PartialCodec.value(parted.partial()),
              Map.of(),
              -1,
              false));
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
