package io.tocsin.deploy.cli;

import io.tocsin.connectors.codec.EventCodec;
import io.tocsin.connectors.codec.EventFile;
import io.tocsin.connectors.codec.FileLine;
import io.tocsin.connectors.codec.MarkCodec;
import io.tocsin.connectors.kafka.EdgePublisher;
import io.tocsin.connectors.kafka.GroupProgress;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.deploy.worker.WorkerProcess;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.flow.OutRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One run of the worker over files: publish, mark the end, wait until everything is closed. */
final class Replay {
  private final WorkerProcess process;
  private final Map<String, String> client;
  private final Topics topics;
  private final ProgressBar bar;
  private final EventCodec codec = new EventCodec();

  Replay(WorkerProcess process, Map<String, String> client, PrintWriter progress) {
    this.process = process;
    this.client = client;
    this.topics = process.worker().settings().topics();
    this.bar = new ProgressBar(progress);
  }

  /**
   * What a run came to.
   *
   * @param lines lines read
   * @param events events published
   * @param bad lines that could not be read; they are in the dead-letter topic
   * @param seconds from the first event published to everything closed
   */
  record Result(long lines, long events, long bad, double seconds) {}

  Result run(List<Path> files, String sensor, double factor)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    AtomicLong lines = new AtomicLong();
    AtomicLong bad = new AtomicLong();
    long events;
    try (EdgePublisher publisher = new EdgePublisher(client)) {
      Pace pace = new Pace(factor);
      Flux<OutRecord> records =
          Flux.fromIterable(files)
              .concatMap(file -> lines(file, sensor))
              .doOnNext(line -> lines.incrementAndGet())
              .concatMapIterable(
                  line -> {
                    if (line.wrong() != null) {
                      bad.incrementAndGet();
                    } else {
                      pace.waitFor(line.events());
                    }
                    return records(line);
                  });
      events =
          Objects.requireNonNull(
              publisher.publish(records).doOnNext(CommandFailed::ifRefused).count().block());
      publisher.publish(endMarks()).doOnNext(CommandFailed::ifRefused).blockLast();
    }
    awaitEnd(events);
    return new Result(
        lines.get(), events - bad.get(), bad.get(), (System.nanoTime() - began) / 1e9);
  }

  private Flux<FileLine> lines(Path path, String sensor) {
    return Flux.generate(
        () -> EventFile.open(path, sensor),
        (file, sink) -> {
          try {
            FileLine line = file.next();
            if (line == null) {
              sink.complete();
            } else {
              sink.next(line);
            }
          } catch (IOException e) {
            sink.error(new UncheckedIOException("cannot read " + path, e));
          }
          return file;
        },
        file -> {
          try {
            file.close();
          } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
          }
        });
  }

  private List<OutRecord> records(FileLine line) {
    String in = topics.prefix() + ".in";
    if (line.wrong() != null) {
      // The worker says what is wrong with it, as with any record.
      return List.of(new OutRecord(in, OutRecord.BY_KEY, null, line.raw(), Map.of(), -1, false));
    }
    List<OutRecord> records = new ArrayList<>(line.events().size());
    for (SensorEvent e : line.events()) {
      records.add(
          new OutRecord(in, OutRecord.BY_KEY, codec.key(e), codec.value(e), Map.of(), -1, false));
    }
    return records;
  }

  private Flux<OutRecord> endMarks() {
    String in = topics.prefix() + ".in";
    return Flux.range(0, topics.partitions())
        .map(
            p -> {
              Mark mark = new Mark(in + "-" + p, Mark.END);
              return new OutRecord(
                  in,
                  p,
                  MarkCodec.key(mark),
                  MarkCodec.value(mark),
                  MarkCodec.headers(),
                  -1,
                  false);
            });
  }

  private void awaitEnd(long events) throws InterruptedException {
    try (GroupProgress progress = new GroupProgress(process.worker().admin(), client)) {
      String prefix = topics.prefix() + ".";
      GroupProgress.Target ingested = progress.target(prefix + "in");
      while (!progress.reached(prefix + "ingest", ingested)) {
        show(progress, prefix, events);
      }
      GroupProgress.Target seen = progress.target(topics.events());
      while (!progress.reached(prefix + "detect", seen)) {
        show(progress, prefix, events);
      }
      await(progress, prefix + "detect", topics.partials());
      await(progress, prefix + "respond", topics.alerts());
      // Of one transaction the offsets may be seen before the records are.
      GroupProgress.Target incidents = progress.target(topics.incidents());
      while (!progress.visible(incidents)) {
        Thread.sleep(100);
      }
      if (process.worker().settings().tasks().contains("deliver")) {
        await(progress, prefix + "deliver", topics.notifications());
      }
      bar.done(events);
    }
  }

  private void show(GroupProgress progress, String prefix, long events)
      throws InterruptedException {
    long lag =
        progress.lag(prefix + "ingest", prefix + "in")
            + progress.lag(prefix + "detect", topics.events());
    bar.show(events - Math.min(events, lag), events);
    Thread.sleep(100);
  }

  private static void await(GroupProgress progress, String group, String topic)
      throws InterruptedException {
    GroupProgress.Target target = progress.target(topic);
    while (!progress.reached(group, target)) {
      Thread.sleep(100);
    }
  }

  /** Holds events back so that event time passes at a factor of real time. */
  private static final class Pace {
    private final double factor;
    private long firstEvent = Long.MIN_VALUE;
    private long began;

    Pace(double factor) {
      this.factor = factor;
    }

    void waitFor(List<SensorEvent> events) {
      if (factor == 0 || events.isEmpty()) {
        return;
      }
      long time = events.get(0).time();
      if (firstEvent == Long.MIN_VALUE) {
        firstEvent = time;
        began = System.nanoTime();
      }
      long due = (long) ((time - firstEvent) / factor);
      long wait = due - (System.nanoTime() - began) / 1_000_000;
      if (wait > 0) {
        Mono.delay(Duration.ofMillis(wait)).block();
      }
    }
  }
}
