package io.tocsin.pipeline.window;

/**
 * One number that rules need of each matching series at each step: a function over the samples from
 * {@code t − offset − range} to {@code t − offset}, both included.
 *
 * @param name what it is, in the rules' language: the same text means the same leaf
 * @param range milliseconds, more than 0
 * @param offset milliseconds back from the step, not negative
 * @param param the function's parameter, where it has one
 */
public record Leaf(
    String name,
    SeriesSelector selector,
    RangeFunction function,
    long range,
    long offset,
    double param) {
  public Leaf {
    if (range <= 0 || offset < 0) {
      throw new IllegalArgumentException(
          name + ": range " + range + " ms must be more than 0, offset " + offset + " ms not less");
    }
  }
}
