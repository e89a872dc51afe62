package io.tocsin.deploy.benchmark;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The naked window job, exactly-once, on every engine. */
@Command(
    name = "windowed",
    mixinStandardHelpOptions = true,
    description = {
      "Count, sum, min, max and mean per sensor and ten seconds of event time, grace five seconds,",
      "exactly-once from a filled topic of four partitions to an output topic."
    })
final class WindowedCommand implements Callable<Integer> {
  private static final String SYSTEMS =
      "tocsin,kafka-streams,kafka-streams-1s,kafka-streams-memory-1s,flink,flink-p2,flink-rocksdb,parse";

  /** As many as two minutes are enough for. */
  private static final String QUICK_SYSTEMS = "tocsin,kafka-streams,flink";

  @Mixin private final ContestOptions options = new ContestOptions();

  @Override
  public Integer call() throws IOException {
    return ContestRunner.run(
        "windowed", options, options.quick ? QUICK_SYSTEMS : SYSTEMS, options.sensors);
  }
}
