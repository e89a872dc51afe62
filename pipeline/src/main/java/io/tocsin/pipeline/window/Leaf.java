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
    // A prediction is made for so long after the step, wherever the range ends.
    param = function == RangeFunction.PREDICT_LINEAR ? param + offset / 1000.0 : param;
    if (range <= 0 || offset < 0) {
      throw new IllegalArgumentException(
          name + ": range " + range + " ms must be more than 0, offset " + offset + " ms not less");
    }
  }
}
