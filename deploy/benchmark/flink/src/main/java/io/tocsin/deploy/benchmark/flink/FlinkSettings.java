package io.tocsin.deploy.benchmark.flink;

import io.tocsin.deploy.benchmark.job.JobArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * Flink as its documentation advises for throughput: objects reused between operators, no generic
 * types, incremental checkpoints and managed memory for RocksDB.
 */
final class FlinkSettings {
  private FlinkSettings() {}

  static Configuration of(JobArguments arguments) throws IOException {
    Configuration settings = new Configuration();
    String folder = Path.of(arguments.text("folder"), "checkpoints").toUri().toString();
    settings.set(StateBackendOptions.STATE_BACKEND, arguments.text("backend"));
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    lastCheckpoint(Path.of(arguments.text("folder"), "checkpoints"))
        .ifPresent(path -> settings.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
    settings.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL,
        Duration.ofMillis(arguments.number("checkpoint.ms")));
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    settings.setString("io.tmp.dirs", arguments.text("folder"));
    return settings;
  }

  /** Returns the newest checkpoint that was finished: only then does its metadata file exist. */
  private static Optional<String> lastCheckpoint(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder, 3)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(file -> file.resolveSibling("").toUri().toString());
    }
  }
}
