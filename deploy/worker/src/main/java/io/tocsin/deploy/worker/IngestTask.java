package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.Codecs;
import io.tocsin.connectors.codec.DeadLetters;
import io.tocsin.connectors.codec.MarkCodec;
import io.tocsin.connectors.codec.Rekeyer;
import io.tocsin.connectors.codec.Undecodable;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.flow.Stage;
import io.tocsin.pipeline.flow.Task;
import io.tocsin.pipeline.way.Way;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;

/** Ingest: decodes whatever the sources send, one native event a record, keyed by its sensor. */
final class IngestTask implements Task {
  private final WorkerSettings settings;
  private final int partitions;
  private final TaskCounts counts;

  /**
   * @param partitions of the events' topic as it is: it may have been there before us
   */
  IngestTask(WorkerSettings settings, int partitions, TaskCounts counts) {
    this.settings = settings;
    this.partitions = partitions;
    this.counts = counts;
  }

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public Flux<Batch<OutRecord>> open(ShardContext shard, Flux<Batch<Records>> in) {
    Source source = source(shard.id().topic());
    Rekeyer rekeyer =
        new Rekeyer(Codecs.decoder(source.codec()), settings.topics().events(), counts::skipped);
    DeadLetters deadLetters =
        new DeadLetters(settings.topics().deadLetter(), name(), source.codec().maxBytes());
    ShardId id = shard.id();
    MarkPace pace =
        new MarkPace(
            id.topic() + "-" + id.partition(), settings.topics().events(), partitions, true);
    return Way.ingest(
        in,
        rekey(rekeyer, pace),
        new Encoded<>((record, out) -> out.add(record), deadLetters, counts));
  }

  private Source source(String topic) {
    return settings.sources().stream()
        .filter(s -> !s.keyed() && s.has(topic))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no source has topic " + topic));
  }

  /** Whoever reads what is written here must know how far that reaches. */
  private void tellProgress(MarkPace pace, Batch<?> batch, List<OutRecord> out) {
    Now now = batch.now();
    if (settings.finiteWriters() == 0 && now.caughtUpTo() != Now.BEHIND) {
      pace.follow(now.wall(), now.caughtUpTo(), batch.records().size() > 0, out);
    }
  }

  private Stage<Records, OutRecord> rekey(Rekeyer rekeyer, MarkPace pace) {
    return batch -> {
      List<OutRecord> out = new ArrayList<>(batch.records().size());
      for (Records records : batch.items()) {
        for (int i = 0; i < records.size(); i++) {
          if (Marks.take(batch, records, i, name(), mark -> forward(mark, out))) {
            continue;
          }
          Undecodable why = rekeyer.rekey(records, i, out);
          if (why != null) {
            batch.reject(i, why.reason(), name(), why.message());
          }
        }
      }
      tellProgress(pace, batch, out);
      return batch.with(out);
    };
  }

  /** A writer's mark holds for whatever it wrote, wherever that went. */
  private void forward(Mark mark, List<OutRecord> out) {
    for (int p = 0; p < partitions; p++) {
      out.add(
          new OutRecord(
              settings.topics().events(),
              p,
              MarkCodec.key(mark),
              MarkCodec.value(mark),
              MarkCodec.headers(),
              -1,
              true));
    }
  }
}
