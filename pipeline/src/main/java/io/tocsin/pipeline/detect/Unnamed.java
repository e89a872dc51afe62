package io.tocsin.pipeline.detect;

import java.util.ArrayList;
import java.util.List;

/** The same vector without names, as most functions make it. */
record Unnamed(Node.Vector named) implements Node.Vector {
  @Override
  public List<Sample> at(StepView view) {
    List<Sample> samples = named.at(view);
    List<Sample> result = new ArrayList<>(samples.size());
    for (Sample sample : samples) {
      result.add(sample.unnamed(sample.value()));
    }
    return result;
  }
}
