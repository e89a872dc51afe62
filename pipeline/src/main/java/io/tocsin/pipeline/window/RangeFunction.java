package io.tocsin.pipeline.window;

/** A function from the samples of a window to one number, with Prometheus' meaning. */
public enum RangeFunction {
  COUNT(Part.COUNT),
  SUM(Part.SUM),
  AVG(Part.SUM),
  MIN(Part.MIN),
  MAX(Part.MAX),
  /** Population standard deviation. */
  STDDEV(Part.MOMENTS),
  STDVAR(Part.MOMENTS),
  FIRST(Part.FIRST),
  LAST(Part.LAST),
  PRESENT(Part.COUNT),
  /** Increase per second of a counter, resets corrected, extrapolated to the window's ends. */
  RATE(Part.FIRST, Part.LAST, Part.COUNTER),
  INCREASE(Part.FIRST, Part.LAST, Part.COUNTER),
  DELTA(Part.FIRST, Part.LAST),
  IRATE(Part.LAST, Part.PREVIOUS),
  IDELTA(Part.LAST, Part.PREVIOUS),
  /** Slope per second of the least-squares line. */
  DERIV(Part.TREND),
  /** Value of the least-squares line that many seconds (the parameter) after the window's end. */
  PREDICT_LINEAR(Part.TREND),
  CHANGES(Part.FIRST, Part.LAST, Part.CHANGES),
  RESETS(Part.FIRST, Part.LAST, Part.RESETS),
  /** The quantile that the parameter names, 0 to 1, within the sketch's relative error. */
  QUANTILE(Part.SKETCH, Part.MIN, Part.MAX),
  /** What an instant selector sees: the latest sample, unless the series was ended after it. */
  INSTANT(Part.LAST, Part.STALE),
  /** Time of the sample that an instant selector sees, epoch milliseconds. */
  NEWEST(Part.LAST, Part.STALE);

  /** The bits of its parts. */
  final int mask;

  RangeFunction(Part... parts) {
    int bits = Part.COUNT.bit;
    for (Part part : parts) {
      bits |= part.bit;
    }
    mask = bits;
  }
}
