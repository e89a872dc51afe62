package io.tocsin.deploy.benchmark.harness;

/**
 * One run of one system.
 *
 * @param events records read
 * @param seconds from ready to the last offset committed
 * @param cpuSeconds of the system's process in that time
 * @param steady the same, for the later part of the run only, when the code is warm
 * @param brokerCpuSeconds of the broker's process in that time
 * @param startSeconds from the start of the process to ready
 * @param startCpuSeconds of the system's process until ready
 * @param peakRssMib of the system's process
 * @param brokerWrittenMib written by the broker's process
 * @param ownWrittenMib written by the system's process
 * @param outputs results read by a read-committed reader
 * @param problem what is wrong with them; empty if nothing is
 */
public record RunResult(
    long events,
    double seconds,
    double cpuSeconds,
    Pace steady,
    double brokerCpuSeconds,
    double startSeconds,
    double startCpuSeconds,
    double peakRssMib,
    double brokerWrittenMib,
    double ownWrittenMib,
    long outputs,
    String problem) {

  /** Returns the speed from ready to the last offset. */
  public Pace pace() {
    return Pace.of((double) events, seconds, cpuSeconds);
  }

  /** Returns CPU time of the broker per million events. */
  public double brokerCpuPerMillion() {
    return brokerCpuSeconds * 1e6 / events;
  }

  /** Returns whether all results were right. */
  public boolean correct() {
    return problem.isEmpty();
  }

  /**
   * How fast and at what cost.
   *
   * @param eventsPerSecond of wall time
   * @param cpuPerMillion CPU seconds per million events
   */
  public record Pace(double eventsPerSecond, double cpuPerMillion) {
    static Pace of(double events, double seconds, double cpuSeconds) {
      return new Pace(events / seconds, cpuSeconds * 1e6 / events);
    }
  }
}
