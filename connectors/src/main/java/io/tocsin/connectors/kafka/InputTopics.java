package io.tocsin.connectors.kafka;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a task reads.
 *
 * @param names topics by name
 * @param pattern if given, all topics that match it now or later, whatever the names say
 */
public record InputTopics(Collection<String> names, @Nullable Pattern pattern) {
  /** Topics by name. */
  public static InputTopics of(Collection<String> names) {
    return new InputTopics(List.copyOf(names), null);
  }

  /** Topics by regular expression. */
  public static InputTopics matching(Pattern pattern) {
    return new InputTopics(List.of(), pattern);
  }
}
