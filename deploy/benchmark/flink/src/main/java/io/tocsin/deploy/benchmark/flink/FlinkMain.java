package io.tocsin.deploy.benchmark.flink;

import io.tocsin.deploy.benchmark.job.JobArguments;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the job on a Flink cluster inside this process until the process is ended; goes on from the
 * last checkpoint in its folder, if there is one.
 *
 * <p>Arguments: {@code bootstrap, input, output, group, folder, job=windowed|alerts, parallelism,
 * checkpoint.ms, backend=hashmap|rocksdb}.
 */
public final class FlinkMain {
  private FlinkMain() {}

  /** Starts the job and says READY when it runs. */
  public static void main(String[] args) throws Exception {
    JobArguments arguments = JobArguments.of(args);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            arguments.number("parallelism"), FlinkSettings.of(arguments));
    if (arguments.is("job", "alerts")) {
      AlertJob.build(environment, arguments);
    } else {
      WindowedJob.build(environment, arguments);
    }
    JobClient job = environment.executeAsync(arguments.text("job"));
    while (job.getJobStatus().get() != JobStatus.RUNNING) {
      Thread.sleep(20);
    }
    System.out.println("READY");
    job.getJobExecutionResult().get();
  }
}
