package io.tocsin.deploy.benchmark.streams;

import io.tocsin.deploy.benchmark.job.JobArguments;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;

/**
 * Runs the job on Kafka Streams until the process is ended.
 *
 * <p>Arguments: {@code bootstrap, input, output, group, folder, job=windowed|alerts, threads,
 * guarantee, commit.ms, cache.mib, standbys, store=rocksdb|memory, emit=updates|suppress|close}.
 */
public final class StreamsMain {
  private StreamsMain() {}

  /** Starts the job and says READY when its tasks run. */
  public static void main(String[] args) {
    JobArguments arguments = JobArguments.of(args);
    StreamsBuilder builder = new StreamsBuilder();
    if (arguments.is("job", "alerts")) {
      AlertTopology.build(builder, arguments);
    } else {
      WindowedTopology.build(builder, arguments);
    }
    KafkaStreams streams = new KafkaStreams(builder.build(), StreamsSettings.of(arguments));
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            System.out.println("READY");
          }
        });
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(10)), "stop"));
    streams.start();
  }
}
