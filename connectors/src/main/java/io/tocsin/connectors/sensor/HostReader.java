package io.tocsin.connectors.sensor;

/** A machine's counters. Used by one thread at a time. */
interface HostReader {
  String name();

  /**
   * Tells every value it has.
   *
   * @param now wall time, epoch milliseconds: what rates are measured by
   */
  void read(long now, Values out);

  /** Forgets the counters that rates start from. */
  void reset();

  /** Takes values. */
  @FunctionalInterface
  interface Values {
    /**
     * One value.
     *
     * @param mount the disk it is about, or empty
     */
    void add(String metric, String mount, double value);
  }
}
