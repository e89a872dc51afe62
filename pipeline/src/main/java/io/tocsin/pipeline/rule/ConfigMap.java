package io.tocsin.pipeline.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The keys of one map of a configuration file.
 *
 * <p>Read every key that is known, then call {@link #done}: what was never asked for is a problem,
 * with the nearest known key as a suggestion. An absent map is an empty one, so that defaults need
 * no case of their own. Mutable (it remembers what was asked for); owned by the reading thread.
 */
public final class ConfigMap {

  private final ConfigSource source;
  private final @Nullable Mark mark;
  private final String path;
  private final Map<String, ConfigNode> entries = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final boolean present;

  ConfigMap(ConfigSource source, @Nullable MappingNode map, @Nullable Mark mark, String path) {
    this.source = source;
    this.mark = mark;
    this.path = path;
    this.present = map != null;
    if (map != null) {
      map.getValue().forEach(this::addEntry);
    }
  }

  private void addEntry(NodeTuple tuple) {
    Node keyNode = tuple.getKeyNode();
    Mark at = keyNode.getStartMark();
    if (!(keyNode instanceof ScalarNode scalar)) {
      source.problem(at, path, null, "a key must be a word", null);
      return;
    }
    String key = scalar.getValue();
    String keyPath = path.isEmpty() ? key : path + "." + key;
    if (key.equals("<<") && scalar.isPlain()) {
      source.problem(at, keyPath, null, "merge keys are not supported; write the keys out", null);
      asked.add(key);
      return;
    }
    ConfigNode node = new ConfigNode(source, tuple.getValueNode(), at, keyPath);
    ConfigNode first = entries.putIfAbsent(key, node);
    if (first != null) {
      String message = "the key stands here twice; the first is in line " + first.keyLine();
      source.problem(at, keyPath, null, message, null);
    }
  }

  /** Whether the file has this map at all. */
  public boolean present() {
    return present;
  }

  /** Whether the map has this key with a value (null counts as none); counts as asking for it. */
  public boolean has(String key) {
    return get(key).present();
  }

  /** The value of a key, absent or not. */
  public ConfigNode get(String key) {
    asked.add(key);
    ConfigNode node = entries.get(key);
    return node != null ? node : ConfigNode.absent(source, mark, child(key));
  }

  /** The value of a key; a problem when there is none. */
  public ConfigNode require(String key) {
    ConfigNode node = get(key);
    if (!node.present()) {
      problem("the key \"" + key + "\" is missing", null);
    }
    return node;
  }

  /** Refuses a key by name, with the reason, instead of calling it unknown. */
  public void refuse(String key, String reason) {
    ConfigNode node = get(key);
    if (entries.containsKey(key)) {
      node.keyProblem(reason);
    }
  }

  /** All keys in the file's order, for maps whose keys are names the user chose; asks for all. */
  public Map<String, ConfigNode> entries() {
    asked.addAll(entries.keySet());
    return new LinkedHashMap<>(entries);
  }

  /** Reports every key that was never asked for. */
  public void done() {
    for (Map.Entry<String, ConfigNode> entry : entries.entrySet()) {
      String key = entry.getKey();
      if (!asked.contains(key)) {
        Optional<String> near = Suggest.nearest(key, asked);
        String known = String.join(", ", asked);
        entry
            .getValue()
            .keyProblem("unknown key \"" + key + "\"; known here: " + known, near.orElse(null));
      }
    }
  }

  /** A problem of this map as a whole. */
  public void problem(String message, @Nullable String suggestion) {
    source.problem(mark, path, null, message, suggestion);
  }

  /** The key path of this map; empty for the file. */
  public String path() {
    return path;
  }

  /** The name of the file this map is in. */
  public String file() {
    return source.file();
  }

  /** The line this map begins in, from 1. */
  public int line() {
    return mark == null ? 1 : mark.getLine() + 1;
  }

  /** The column this map begins in, from 1. */
  public int column() {
    return mark == null ? 1 : mark.getColumn() + 1;
  }

  /** A map below this one; empty when absent. */
  public ConfigMap map(String key) {
    return get(key).map();
  }

  /** A list of maps below this one; empty when absent. */
  public List<ConfigMap> maps(String key) {
    List<ConfigMap> maps = new ArrayList<>();
    for (ConfigNode item : get(key).items()) {
      if (item.requirePresent()) {
        maps.add(item.map());
      }
    }
    return maps;
  }

  /** Calls {@code each} for every named component below {@code key}, in the file's order. */
  public void named(String key, BiConsumer<String, ConfigMap> each) {
    map(key)
        .entries()
        .forEach(
            (name, node) -> {
              ConfigMap component = node.map();
              each.accept(name, component);
            });
  }

  /** A text, or the default when absent. */
  public String string(String key, String absent) {
    return get(key).string().orElse(absent);
  }

  /** A text, or empty when absent. */
  public Optional<String> string(String key) {
    return get(key).string();
  }

  /** A list of texts (one text counts as a list of one), or the default when absent. */
  public List<String> strings(String key, List<String> absent) {
    ConfigNode node = get(key);
    return node.present() ? node.strings() : absent;
  }

  /** A duration, or the default when absent or wrong. */
  public Duration duration(String key, Duration absent) {
    return get(key).duration().orElse(absent);
  }

  /** A size in bytes, or the default when absent or wrong. */
  public long size(String key, long absent) {
    return get(key).size().orElse(absent);
  }

  /** A whole number within bounds, or the default when absent or wrong. */
  public long integer(String key, long least, long most, long absent) {
    return get(key).integer(least, most).orElse(absent);
  }

  /** A finite number within bounds, or the default when absent or wrong. */
  public double number(String key, double least, double most, double absent) {
    return get(key).number(least, most).orElse(absent);
  }

  /** True or false, or the default when absent or wrong. */
  public boolean bool(String key, boolean absent) {
    return get(key).bool().orElse(absent);
  }

  /** One of the named values, or the default when absent or wrong. */
  public <T> T choice(String key, Map<String, T> choices, T absent) {
    return get(key).choice(choices).orElse(absent);
  }

  /** A map of texts, such as annotations; empty when absent. */
  public Map<String, String> stringMap(String key) {
    return get(key).stringMap();
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
