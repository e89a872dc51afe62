package io.tocsin.pipeline.promql.unittest;

import java.util.Optional;

/**
 * What became of one test.
 *
 * @param suite the file and the scenario
 * @param name what was tested, and when
 * @param failure what differs, several lines; empty when the test passed
 */
public record TestOutcome(String suite, String name, Optional<String> failure) {

  /** Whether what was expected is what was. */
  public boolean passed() {
    return failure.isEmpty();
  }
}
