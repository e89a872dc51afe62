package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.correlate.CompositeState.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Whether the parts of a composite make it true, and since when: a pure decision. */
final class Composition {
  private Composition() {}

  /** The start of the part that made it true; empty if it is not. */
  static OptionalLong since(CompositeRule rule, CompositeState state) {
    return switch (rule.kind()) {
      case ALL -> all(rule, state);
      case ANY -> state.parts.values().stream().filter(Part::active).mapToLong(Part::start).min();
      case SEQUENCE -> sequence(rule, state);
    };
  }

  /** Of each part, an active alert, so that all began within the time; the earliest such moment. */
  private static OptionalLong all(CompositeRule rule, CompositeState state) {
    List<List<Part>> choices = new ArrayList<>();
    for (String name : rule.parts()) {
      List<Part> of = of(name, state).stream().filter(Part::active).toList();
      if (of.isEmpty()) {
        return OptionalLong.empty();
      }
      choices.add(of);
    }
    long best = Long.MAX_VALUE;
    for (List<Part> lastChoice : choices) {
      for (Part last : lastChoice) {
        long from = last.start() - rule.within().toMillis();
        boolean whole =
            choices.stream()
                .allMatch(
                    of ->
                        of.stream().anyMatch(p -> p.start() >= from && p.start() <= last.start()));
        best = whole ? Math.min(best, last.start()) : best;
      }
    }
    return best == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(best);
  }

  private static OptionalLong sequence(CompositeRule rule, CompositeState state) {
    String last = rule.parts().get(rule.parts().size() - 1);
    return of(last, state).stream()
        .filter(Part::active)
        .mapToLong(Part::start)
        .filter(end -> leadsTo(rule, state, end))
        .min();
  }

  /** Whether the parts before the last can be chosen, each after the one before it. */
  private static boolean leadsTo(CompositeRule rule, CompositeState state, long end) {
    // From the last backwards, the latest possible start of each leaves the most room.
    long next = end;
    for (int i = rule.parts().size() - 2; i >= 0; i--) {
      long before = next;
      OptionalLong start =
          of(rule.parts().get(i), state).stream()
              .mapToLong(Part::start)
              .filter(at -> at < before)
              .max();
      if (start.isEmpty()) {
        return false;
      }
      next = start.getAsLong();
    }
    return end - next <= rule.within().toMillis();
  }

  private static List<Part> of(String name, CompositeState state) {
    return state.parts.values().stream()
        .filter(part -> part.name().equals(name))
        .sorted(Comparator.comparingLong(Part::start))
        .toList();
  }
}
