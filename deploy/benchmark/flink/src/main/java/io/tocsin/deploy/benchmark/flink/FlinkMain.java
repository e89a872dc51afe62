package io.tocsin.deploy.benchmark.flink;

import io.tocsin.deploy.benchmark.job.JobArguments;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the job on a Flink cluster inside this process until the process is ended.
 *
 * <p>Arguments: {@code bootstrap, input, output, group, folder, parallelism, checkpoint.ms,
 * backend=hashmap|rocksdb}.
 */
public final class FlinkMain {
  private FlinkMain() {}

  /** Starts the job and says READY when it runs. */
  public static void main(String[] args) throws Exception {
    JobArguments arguments = JobArguments.of(args);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            arguments.number("parallelism"), FlinkSettings.of(arguments));
    WindowedJob.build(environment, arguments);
    JobClient job = environment.executeAsync("windowed");
    while (job.getJobStatus().get() != JobStatus.RUNNING) {
      Thread.sleep(20);
    }
    System.out.println("READY");
    job.getJobExecutionResult().get();
  }
}
