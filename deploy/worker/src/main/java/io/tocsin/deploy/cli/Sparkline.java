package io.tocsin.deploy.cli;

import java.util.Collection;

/** A line of numbers in one row of block characters, lowest to highest. */
final class Sparkline {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  static String of(Collection<Double> values) {
    double low = values.stream().mapToDouble(v -> v).filter(Double::isFinite).min().orElse(0);
    double high = values.stream().mapToDouble(v -> v).filter(Double::isFinite).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (double value : values) {
      double part = high > low ? (value - low) / (high - low) : 0;
      line.append(
          Double.isFinite(value)
              ? BLOCKS.charAt((int) Math.min(BLOCKS.length() - 1, part * BLOCKS.length()))
              : ' ');
    }
    return line.toString();
  }
}
