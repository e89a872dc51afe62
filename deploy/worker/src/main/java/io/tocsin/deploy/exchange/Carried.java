package io.tocsin.deploy.exchange;

import java.util.List;

/**
 * What a conversion came to. Immutable.
 *
 * @param text the file that was made
 * @param alerts alerting rules that were read
 * @param carriedAlerts how many of them are in the file that was made
 * @param records recording rules that were read
 * @param carriedRecords how many of them are in the file that was made
 * @param left what could not be carried over, or not wholly, one sentence each, with the reason
 */
public record Carried(
    String text,
    int alerts,
    int carriedAlerts,
    int records,
    int carriedRecords,
    List<String> left) {
  /** Copies. */
  public Carried {
    left = List.copyOf(left);
  }

  static Carried of(String text, List<String> left) {
    return new Carried(text, 0, 0, 0, 0, left);
  }
}
