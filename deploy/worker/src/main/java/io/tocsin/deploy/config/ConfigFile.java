package io.tocsin.deploy.config;

import io.tocsin.connectors.kafka.LaneSettings;
import io.tocsin.deploy.worker.ExpectedSensors;
import io.tocsin.deploy.worker.ReceiverSettings;
import io.tocsin.deploy.worker.Source;
import io.tocsin.deploy.worker.SummarySettings;
import io.tocsin.pipeline.respond.Route;
import io.tocsin.pipeline.suppress.InhibitRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The platform's file, read and checked.
 *
 * @param topicPrefix first part of our topics' names
 * @param partitions partitions of our topics when they are created
 * @param tasks which tasks this worker runs
 * @param stateDir where local state, and the embedded broker's data, are kept
 * @param memory bytes for state
 * @param lanes threads of the detect task; 0 = as many as there are cores
 * @param httpPort of health, metrics and API
 * @param kafka client properties; empty {@code bootstrap.servers} = embedded broker
 * @param summaries what is summed up besides what rules need
 * @param expected sensors that count even if they never report
 * @param ruleFiles paths or glob patterns, relative to the file's folder
 * @param ruleTopic compacted topic with more rule files
 * @param inhibitRules which alerts keep others quiet
 * @param labelUses labels that alerts must be able to carry, or the file cannot mean what it says
 */
public record ConfigFile(
    String topicPrefix,
    int partitions,
    Set<String> tasks,
    Path stateDir,
    long memory,
    int lanes,
    LaneSettings lane,
    int httpPort,
    Map<String, String> kafka,
    List<Source> sources,
    long historicalAfter,
    SummarySettings summaries,
    ExpectedSensors expected,
    List<String> ruleFiles,
    Optional<String> ruleTopic,
    List<String> scope,
    Route route,
    List<InhibitRule> inhibitRules,
    List<LabelUse> labelUses,
    Map<String, ReceiverSettings> receivers) {}
