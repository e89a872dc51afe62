package io.tocsin.deploy.benchmark;

import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The hot parts by themselves. */
@Command(
    name = "jmh",
    mixinStandardHelpOptions = true,
    description = "Runs the micro-benchmarks of decoding, state, codecs and detectors.")
final class JmhCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATTERN",
      description = "Regular expressions of names; all if there is none.")
  private List<String> patterns = List.of();

  @Option(names = "--quick", description = "A rough look: 1 fork, iterations of 1 s.")
  private boolean quick;

  @Option(names = "--profiler", description = "A profiler of JMH's, such as gc.")
  private List<String> profilers = List.of();

  @Override
  public Integer call() throws RunnerException {
    ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
    patterns.forEach(options::include);
    profilers.forEach(profiler -> options.addProfiler(profiler));
    if (quick) {
      options.forks(1).warmupTime(TimeValue.seconds(1)).measurementTime(TimeValue.seconds(1));
    }
    return new Runner(options.build()).run().isEmpty() ? 1 : 0;
  }
}
