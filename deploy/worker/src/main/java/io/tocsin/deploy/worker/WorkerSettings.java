package io.tocsin.deploy.worker;

import io.tocsin.connectors.kafka.LaneSettings;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.pipeline.correlate.CorrelateSettings;
import io.tocsin.pipeline.detect.DetectSettings;
import io.tocsin.pipeline.detect.Rules;
import io.tocsin.pipeline.respond.Route;
import io.tocsin.pipeline.suppress.InhibitRule;
import io.tocsin.pipeline.suppress.SuppressSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a worker needs to know, read and checked.
 *
 * @param topics names and partitions of our topics
 * @param tasks which tasks this worker runs, of {@link #TASKS}
 * @param kafka client properties; {@code bootstrap.servers} among them
 * @param instance what this worker is known by again after a restart
 * @param stateDir where local state is kept
 * @param memory bytes for live objects, block cache and memtables together
 * @param lanes threads of the detect task; the others have one
 * @param lane how lanes commit
 * @param sources what ingest and detect read
 * @param summaries what is summed up besides what rules need
 * @param expected sensors that count even if they never report
 * @param finiteWriters for a finite input: how many end marks end it; 0 for a live one
 * @param detect what holds for all rules
 * @param rules compiled rules
 * @param scope labels that alerts must share to be correlated
 * @param correlate when alerts join
 * @param suppress what is not told
 * @param route who is told
 * @param inhibitRules which alerts keep others quiet
 * @param receivers by name
 * @param httpPort of health, metrics and API; 0 for any free one, -1 for none
 */
public record WorkerSettings(
    Topics topics,
    Set<String> tasks,
    Map<String, String> kafka,
    String instance,
    Path stateDir,
    long memory,
    int lanes,
    LaneSettings lane,
    List<Source> sources,
    SummarySettings summaries,
    ExpectedSensors expected,
    int finiteWriters,
    DetectSettings detect,
    Rules rules,
    List<String> scope,
    CorrelateSettings correlate,
    SuppressSettings suppress,
    Route route,
    List<InhibitRule> inhibitRules,
    Map<String, ReceiverSettings> receivers,
    int httpPort) {
  /** All tasks, in the order of the way. */
  public static final List<String> TASKS = List.of("ingest", "detect", "respond", "deliver");

  /**
   * The same for a finite input that ends by marks: topics, groups and state of its own, nothing
   * historical.
   *
   * @param prefix of all topics
   * @param source the input; each of its partitions must end with a mark
   * @param tasks to run
   */
  public WorkerSettings finite(String prefix, Source source, Set<String> tasks, Path stateDir) {
    Topics own = new Topics(prefix, topics.partitions());
    return new WorkerSettings(
        own,
        tasks,
        kafka,
        instance,
        stateDir,
        memory,
        lanes,
        lane,
        List.of(source),
        summaries,
        ExpectedSensors.NONE,
        own.partitions(),
        detect.finite(),
        rules,
        scope,
        correlate,
        suppress,
        route,
        inhibitRules,
        receivers,
        -1);
  }
}
