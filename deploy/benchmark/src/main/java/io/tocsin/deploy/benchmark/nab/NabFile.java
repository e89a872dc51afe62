package io.tocsin.deploy.benchmark.nab;

import java.util.List;

/**
 * One labelled series.
 *
 * @param name category and file, e.g. {@code realTweets/Twitter_volume_AAPL.csv}
 * @param times epoch milliseconds
 * @param values one per time
 * @param windows the rows in which an anomaly may be found, in order
 */
@SuppressWarnings("ArrayRecordComponent")
public record NabFile(String name, long[] times, double[] values, List<Window> windows) {
  private static final double PROBATION_SHARE = 0.15;
  private static final int PROBATION_MOST = 750;

  /**
   * A window of rows.
   *
   * @param first its first row
   * @param last its last row
   */
  public record Window(int first, int last) {
    int width() {
      return last - first + 1;
    }

    boolean holds(int row) {
      return row >= first && row <= last;
    }
  }

  /** Rows at the beginning that are not scored. */
  public int probation() {
    return Math.min((int) Math.floor(PROBATION_SHARE * values.length), PROBATION_MOST);
  }
}
