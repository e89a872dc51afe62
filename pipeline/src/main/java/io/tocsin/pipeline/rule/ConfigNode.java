package io.tocsin.pipeline.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One value of a configuration file, with its place; it may be absent.
 *
 * <p>Each reading method gives the value as the type that is asked for; a value that is not of that
 * type is a problem and counts as absent. Environment references are replaced first, so that {@code
 * port: ${PORT:-8080}} is a number.
 */
public final class ConfigNode {

  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,3}(?:[_]?\\d{1,3}){0,5}");

  private final ConfigSource source;
  private final @Nullable Node node;
  private final @Nullable Mark keyMark;
  private final String path;
  private @Nullable String substituted;

  ConfigNode(ConfigSource source, @Nullable Node node, @Nullable Mark keyMark, String path) {
    this.source = source;
    this.node = node == null || ConfigReader.isNull(node) ? null : node;
    this.keyMark = keyMark;
    this.path = path;
  }

  static ConfigNode absent(ConfigSource source, @Nullable Mark near, String path) {
    return new ConfigNode(source, null, near, path);
  }

  /** Whether there is a value; {@code key:} alone, {@code ~} and {@code null} are none. */
  public boolean present() {
    return node != null;
  }

  /** Whether the value is a map. */
  public boolean isMap() {
    return node instanceof MappingNode;
  }

  /** Whether the value is a list. */
  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The key path, such as {@code route.routes[0].receiver}. */
  public String path() {
    return path;
  }

  /** The value's line, from 1; the key's when there is no value. */
  public int line() {
    Mark mark = mark();
    return mark == null ? 1 : mark.getLine() + 1;
  }

  /** The value's column, from 1; the key's when there is no value. */
  public int column() {
    Mark mark = mark();
    return mark == null ? 1 : mark.getColumn() + 1;
  }

  int keyLine() {
    return keyMark == null ? line() : keyMark.getLine() + 1;
  }

  /** A problem of this value. */
  public void problem(String message) {
    problem(message, null);
  }

  /** A problem of this value with what was probably meant. */
  public void problem(String message, @Nullable String suggestion) {
    source.problem(mark(), path, shown(), message, suggestion);
  }

  /** A problem at a place inside this text, such as an expression's column; offset from 0. */
  public void problemAt(int offset, String message, @Nullable String suggestion) {
    if (!(node instanceof ScalarNode scalar)) {
      problem(message, suggestion);
      return;
    }
    TextPlace place = TextPlace.of(source, scalar, offset);
    source
        .problems()
        .add(
            new Problem(
                source.file(), place.line(), place.column(), path, null, message, suggestion));
  }

  /** A problem of the key rather than of its value. */
  void keyProblem(String message) {
    keyProblem(message, null);
  }

  void keyProblem(String message, @Nullable String suggestion) {
    source.problem(keyMark, path, null, message, suggestion);
  }

  boolean requirePresent() {
    if (node == null) {
      problem("an empty entry");
    }
    return node != null;
  }

  /** The value as a map; empty when absent. */
  public ConfigMap map() {
    if (node instanceof MappingNode map) {
      return new ConfigMap(source, map, keyMark == null ? map.getStartMark() : keyMark, path);
    }
    if (node != null) {
      problem("must be a map of keys, not " + kind());
    }
    return new ConfigMap(source, null, keyMark, path);
  }

  /** The items of a list; empty when absent. */
  public List<ConfigNode> items() {
    if (node instanceof SequenceNode list) {
      List<ConfigNode> items = new ArrayList<>();
      for (Node item : list.getValue()) {
        String itemPath = path + "[" + items.size() + "]";
        items.add(new ConfigNode(source, item, item.getStartMark(), itemPath));
      }
      return items;
    }
    if (node != null) {
      problem("must be a list, not " + kind());
    }
    return List.of();
  }

  /** The value as a text, as written; a number or true is a text too. */
  public Optional<String> string() {
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar) {
      return Optional.of(substitute(scalar));
    }
    problem("must be a text, not " + kind());
    return Optional.empty();
  }

  /** A list of texts; one text counts as a list of one. */
  public List<String> strings() {
    if (node instanceof ScalarNode) {
      return string().stream().toList();
    }
    List<String> texts = new ArrayList<>();
    for (ConfigNode item : items()) {
      if (item.requirePresent()) {
        item.string().ifPresent(texts::add);
      }
    }
    return List.copyOf(texts);
  }

  /** The value as a duration in Prometheus' notation. */
  public Optional<Duration> duration() {
    return string().flatMap(text -> orProblem(Units.duration(text.strip()), Units.DURATION_WORDS));
  }

  /** The value as a size in bytes. */
  public OptionalLong size() {
    Optional<String> text = string();
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong bytes = Units.size(text.get().strip());
    if (bytes.isEmpty()) {
      problem("must be " + Units.SIZE_WORDS);
    }
    return bytes;
  }

  /** The value as a rate: a fraction, a per cent figure or a number, within the bounds. */
  public OptionalDouble rate(double least, double most) {
    Optional<String> text = string();
    return text.isEmpty()
        ? OptionalDouble.empty()
        : within(Units.rate(text.get().strip()), least, most, Units.RATE_WORDS);
  }

  /** The value as a finite number within the bounds. */
  public OptionalDouble number(double least, double most) {
    Optional<String> text = string();
    return text.isEmpty()
        ? OptionalDouble.empty()
        : within(Units.number(text.get().strip()), least, most, "a number");
  }

  /** The value as a whole number within the bounds; {@code 1_000} is read as 1000. */
  public OptionalLong integer(long least, long most) {
    Optional<String> text = string();
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    String digits = text.get().strip();
    if (INTEGER.matcher(digits).matches()) {
      long value = Long.parseLong(digits.replace("_", ""));
      if (value >= least && value <= most) {
        return OptionalLong.of(value);
      }
    }
    problem("must be a whole number" + bounds(least, most));
    return OptionalLong.empty();
  }

  /** The value as true or false. */
  public Optional<Boolean> bool() {
    Optional<String> text = string();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String word = text.get().strip();
    if (word.equals("true") || word.equals("false")) {
      return Optional.of(word.equals("true"));
    }
    problem("must be true or false");
    return Optional.empty();
  }

  /** The value as one of several named ones. */
  public <T> Optional<T> choice(Map<String, T> choices) {
    Optional<String> text = string();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String word = text.get().strip();
    T chosen = choices.get(word);
    if (chosen == null) {
      String accepted = String.join(", ", choices.keySet().stream().sorted().toList());
      problem("must be one of " + accepted, Suggest.nearest(word, choices.keySet()).orElse(null));
    }
    return Optional.ofNullable(chosen);
  }

  /** The value as a map of texts, in the file's order. */
  public Map<String, String> stringMap() {
    Map<String, String> texts = new LinkedHashMap<>();
    map()
        .entries()
        .forEach((key, value) -> texts.put(key, value.present() ? value.string().orElse("") : ""));
    return texts;
  }

  private <T> Optional<T> orProblem(Optional<T> value, String accepted) {
    if (value.isEmpty()) {
      problem("must be " + accepted);
    }
    return value;
  }

  private OptionalDouble within(OptionalDouble value, double least, double most, String accepted) {
    if (value.isEmpty() || value.getAsDouble() < least || value.getAsDouble() > most) {
      problem("must be " + accepted + " from " + least + " to " + most);
      return OptionalDouble.empty();
    }
    return value;
  }

  private static String bounds(long least, long most) {
    if (most == Long.MAX_VALUE) {
      return least == Long.MIN_VALUE ? "" : " of at least " + least;
    }
    return " from " + least + " to " + most;
  }

  private String substitute(ScalarNode scalar) {
    String text = substituted;
    if (text == null) {
      List<String> errors = new ArrayList<>();
      text = Substitution.apply(scalar.getValue(), source.environment(), errors);
      substituted = text;
      errors.forEach(this::problem);
    }
    return text;
  }

  private @Nullable Mark mark() {
    return node == null ? keyMark : node.getStartMark();
  }

  private @Nullable String shown() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  private String kind() {
    if (node instanceof SequenceNode) {
      return "a list";
    }
    return node instanceof MappingNode ? "a map" : "a single value";
  }
}
