package io.tocsin.deploy.benchmark.report;

import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.RunResult;
import java.util.List;
import java.util.Map;

/**
 * The figures of one system over all its runs.
 *
 * @param steadyEventsPerSecond and steadyCpuPerMillion: of the later part of each run only
 * @param outputs of the last run
 * @param correct whether every run was
 * @param problem of the first run that was not; empty otherwise
 */
public record SystemFigures(
    String name,
    Spread eventsPerSecond,
    Spread cpuPerMillion,
    Spread steadyEventsPerSecond,
    Spread steadyCpuPerMillion,
    Spread brokerCpuPerMillion,
    Spread rssMib,
    Spread brokerWrittenMib,
    Spread ownWrittenMib,
    Spread startSeconds,
    Spread startCpuSeconds,
    long outputs,
    boolean correct,
    String problem,
    Map<String, String> settings,
    String differs) {

  /** Sums up the runs of a system, under a name that may say more than its own. */
  public static SystemFigures of(Contestant system, String name, List<RunResult> runs) {
    return new SystemFigures(
        name,
        Spread.of(runs, run -> run.pace().eventsPerSecond()),
        Spread.of(runs, run -> run.pace().cpuPerMillion()),
        Spread.of(runs, run -> run.steady().eventsPerSecond()),
        Spread.of(runs, run -> run.steady().cpuPerMillion()),
        Spread.of(runs, RunResult::brokerCpuPerMillion),
        Spread.of(runs, RunResult::peakRssMib),
        Spread.of(runs, RunResult::brokerWrittenMib),
        Spread.of(runs, RunResult::ownWrittenMib),
        Spread.of(runs, RunResult::startSeconds),
        Spread.of(runs, RunResult::startCpuSeconds),
        runs.get(runs.size() - 1).outputs(),
        runs.stream().allMatch(RunResult::correct),
        runs.stream().filter(run -> !run.correct()).map(RunResult::problem).findFirst().orElse(""),
        system.settings(),
        system.differs());
  }
}
