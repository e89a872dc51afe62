package io.tocsin.deploy.benchmark.harness;

import io.tocsin.deploy.benchmark.harness.Progress.Moment;
import io.tocsin.deploy.benchmark.load.WindowCheck.Verdict;
import java.time.Duration;

/** Runs one system once over a filled topic and measures it. */
final class Run {
  private static final Duration START = Duration.ofSeconds(60);
  private static final long LOOK_EVERY_MILLIS = 50;

  private final Broker broker;
  private final Topics topics;
  private final ContestSettings settings;

  Run(Broker broker, Topics topics, ContestSettings settings) {
    this.broker = broker;
    this.topics = topics;
    this.settings = settings;
  }

  /**
   * Starts the system, waits until it has read all of the input, and checks what it said.
   *
   * @throws IllegalStateException if it ends early or takes longer than the limit
   */
  RunResult of(Contestant contestant, RunPlace place, ContestInput input) {
    if (contestant.answers()) {
      topics.create(contestant.output(place), input.partitions());
    }
    LaunchSpec spec = contestant.launch(place);
    long started = System.nanoTime();
    var log = settings.folder().resolve("logs/" + place.id() + ".log");
    try (ChildJvm system = ChildJvm.start(contestant.name(), settings.java(), spec, log)) {
      system.awaitLine(contestant::ready, START);
      double startSeconds = secondsSince(started);
      ProcessReading ready = system.read();
      ProcessReading brokerReady = broker.process().read();
      Progress progress = follow(system, contestant.group(place), input, ready.cpuSeconds());
      ProcessReading end = system.read();
      ProcessReading brokerEnd = broker.process().read();
      Verdict verdict =
          contestant.answers()
              ? ResultCheck.check(contestant, place, input)
              : new Verdict(0, 0, 0, 0, 0);
      return new RunResult(
          input.plan().size(),
          progress.last().seconds(),
          progress.last().cpuSeconds(),
          progress.steady(),
          brokerEnd.cpuSeconds() - brokerReady.cpuSeconds(),
          startSeconds,
          ready.cpuSeconds(),
          end.peakRssMib(),
          brokerEnd.writtenMib() - brokerReady.writtenMib(),
          end.writtenMib() - ready.writtenMib(),
          verdict.outputs(),
          problem(contestant, verdict));
    }
  }

  private Progress follow(ChildJvm system, String group, ContestInput input, double cpuAtStart) {
    Progress progress = new Progress();
    long from = System.nanoTime();
    long size = input.plan().size();
    do {
      long events = topics.committed(group, input.topic());
      double cpu = system.read().cpuSeconds() - cpuAtStart;
      progress.add(new Moment(secondsSince(from), cpu, events));
      if (secondsSince(from) > settings.limit().toSeconds()) {
        throw new IllegalStateException(
            "%s has read %d of %d records in %d s"
                .formatted(group, events, size, settings.limit().toSeconds()));
      }
      Waiting.pause(events < size ? LOOK_EVERY_MILLIS : 0);
    } while (progress.last().events() < size);
    return progress;
  }

  private static String problem(Contestant contestant, Verdict verdict) {
    return verdict.correct(contestant.finalOnly()) ? "" : verdict.toString();
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
