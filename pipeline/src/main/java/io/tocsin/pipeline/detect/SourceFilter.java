package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.LabelMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which events the rules of a group see. Where there are several sources each event carries the
 * name of its own in a label; what carries none, such as a file's events or a record over many
 * sensors, counts as of every source. Immutable.
 */
final class SourceFilter {
  /** The label that names an event's source. */
  static final String LABEL = "source";

  private static final SourceFilter ALL = new SourceFilter(null);
  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_-]+");

  private final @Nullable LabelMatcher matcher;

  private SourceFilter(@Nullable LabelMatcher matcher) {
    this.matcher = matcher;
  }

  /**
   * The filter of a group.
   *
   * @param source as the group names it; empty: all of them
   * @param sources all that there are; empty: not known
   */
  static SourceFilter of(Optional<String> source, Set<String> sources) {
    if (source.isEmpty() || sources.equals(Set.of(source.get()))) {
      return ALL;
    }
    String name = source.get();
    String quoted = PLAIN.matcher(name).matches() ? name : Pattern.quote(name);
    return new SourceFilter(LabelMatcher.of(LABEL, LabelMatcher.Op.MATCHES, quoted + "|"));
  }

  /** The series of the selector that the group sees. */
  Expr.Selector of(Expr.Selector selector) {
    if (matcher == null) {
      return selector;
    }
    List<LabelMatcher> matchers = new ArrayList<>(selector.matchers());
    matchers.add(matcher);
    return new Expr.Selector(
        selector.metric(), matchers, selector.offsetMillis(), selector.place());
  }

  /** Whether the group sees what has these labels. */
  boolean sees(Labels labels) {
    return matcher == null || matcher.matches(labels.getOrEmpty(LABEL));
  }

  @Override
  public String toString() {
    return matcher == null ? "" : matcher.toString();
  }
}
