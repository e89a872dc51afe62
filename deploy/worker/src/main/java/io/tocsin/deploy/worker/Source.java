package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.pipeline.window.WindowSettings;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where sensor events come from.
 *
 * @param topics names, or regular expressions if they begin with {@code ^}
 * @param keyed whether the records are already native, one event each, keyed by sensor id with
 *     Java's partitioner
 * @param window how its events tell time
 */
public record Source(
    String name, List<String> topics, CodecSettings codec, boolean keyed, WindowSettings window) {
  /** Whether records of this topic are its. */
  boolean has(String topic) {
    return topics.stream().anyMatch(t -> topic.matches(regex(t)));
  }

  /** A regular expression for one entry of {@link #topics}. */
  static String regex(String topic) {
    return topic.startsWith("^")
        ? topic.substring(1).replaceFirst("\\$$", "")
        : Pattern.quote(topic);
  }
}
