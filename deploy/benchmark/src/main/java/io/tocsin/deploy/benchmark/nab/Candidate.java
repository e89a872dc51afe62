package io.tocsin.deploy.benchmark.nab;

/** A detector under test. */
public interface Candidate {
  /** Its name in the table. */
  String name();

  /** One score per row of the file, in order, each from the rows up to it. */
  double[] scores(NabFile file);

  /** The threshold that the detector ships with. */
  double shippedThreshold();

  /** Bytes that one series takes, after the file. */
  long bytes(NabFile file);
}
