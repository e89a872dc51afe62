package io.tocsin.deploy.exchange;

import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.rule.ConfigReader;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the receivers, routes, inhibitions and time intervals of a platform's file out of an
 * Alertmanager configuration. One instance makes one file.
 */
public final class AlertmanagerImport {
  private static final List<String> ROUTE_KEYS =
      List.of(
          "receiver",
          "group_by",
          "group_wait",
          "group_interval",
          "repeat_interval",
          "continue",
          "mute_time_intervals",
          "active_time_intervals");

  private final List<String> left = new ArrayList<>();

  private AlertmanagerImport() {}

  /**
   * Converts.
   *
   * @throws IllegalArgumentException with every problem, if the file cannot be read at all
   */
  public static Carried convert(String file, String text) {
    Problems problems = new Problems();
    ConfigMap root =
        ConfigReader.read(file, text.replace("${", "$${"), Environment.EMPTY, problems);
    if (problems.isEmpty() && (!root.has("route") || !root.has("receivers"))) {
      problems.addFile(file, "has no \"route\" and \"receivers\": this is no Alertmanager's file");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    AlertmanagerImport made = new AlertmanagerImport();
    return Carried.of(Yaml.text(made.convert(root)), made.left);
  }

  private Map<String, Object> convert(ConfigMap root) {
    Map<String, Object> out = new LinkedHashMap<>();
    List<Object> receivers = new ArrayList<>();
    List<Object> inhibitions = new ArrayList<>();
    List<Object> intervals = new ArrayList<>();
    root.entries()
        .forEach(
            (key, node) -> {
              switch (key) {
                case "route" -> out.put("route", route("route", node.map(), true));
                case "receivers" -> node.items().forEach(r -> receivers.add(receiver(r.map())));
                case "inhibit_rules" ->
                    node.items().forEach(i -> inhibitions.add(inhibition(i.path(), i.map())));
                case "time_intervals", "mute_time_intervals" ->
                    node.items().forEach(i -> intervals.add(escaped(i)));
                case "global" ->
                    node.map().entries().keySet().forEach(k -> leave("global." + k, NO_RECEIVER));
                case "templates" ->
                    leave(key, "messages have a fixed form; write texts into annotations");
                default -> leave(key, "there is no such key here");
              }
            });
    out.put("receivers", receivers);
    if (!inhibitions.isEmpty()) {
      out.put("inhibit_rules", inhibitions);
    }
    if (!intervals.isEmpty()) {
      out.put("time_intervals", intervals);
    }
    return out;
  }

  private static final String NO_RECEIVER = "it is for receivers that are not here yet";

  private void leave(String what, String why) {
    left.add(what + ": " + why);
  }

  private Map<String, Object> route(String path, ConfigMap map, boolean root) {
    Map<String, Object> out = new LinkedHashMap<>();
    List<Object> matchers = new ArrayList<>();
    List<Object> children = new ArrayList<>();
    map.entries()
        .forEach(
            (key, node) -> {
              if (ROUTE_KEYS.contains(key)) {
                out.put(key, escaped(node));
              } else if (key.equals("routes")) {
                for (ConfigNode child : node.items()) {
                  children.add(route(path + "/" + children.size(), child.map(), false));
                }
              } else if (!take(key, node, "match", matchers)) {
                leave(path + "." + key, "there is no such key here");
              }
            });
    if (root) {
      out.remove("continue");
    }
    if (!matchers.isEmpty()) {
      out.put("matchers", matchers);
    }
    if (!children.isEmpty()) {
      out.put("routes", children);
    }
    return out;
  }

  private Map<String, Object> inhibition(String path, ConfigMap map) {
    Map<String, Object> out = new LinkedHashMap<>();
    List<Object> source = new ArrayList<>();
    List<Object> target = new ArrayList<>();
    List<Object> equal = new ArrayList<>();
    map.entries()
        .forEach(
            (key, node) -> {
              if (key.equals("equal")) {
                node.strings().forEach(equal::add);
              } else if (!take(key, node, "source_match", source)
                  && !take(key, node, "target_match", target)) {
                leave(path + "." + key, "there is no such key here");
              }
            });
    out.put("source_matchers", source);
    out.put("target_matchers", target);
    out.put("equal", equal);
    return out;
  }

  /** Reads {@code PREFIXers}, or the older {@code PREFIX} and {@code PREFIX_re}. */
  private static boolean take(String key, ConfigNode node, String prefix, List<Object> matchers) {
    if (key.equals(prefix + "ers")) {
      node.strings().forEach(matcher -> matchers.add(matcher.replace("${", "$${")));
      return true;
    }
    boolean pattern = key.equals(prefix + "_re");
    if (!pattern && !key.equals(prefix)) {
      return false;
    }
    node.stringMap()
        .forEach(
            (name, value) ->
                matchers.add(
                    (name + (pattern ? "=~" : "=") + Yaml.quoted(value)).replace("${", "$${")));
    return true;
  }

  private Map<String, Object> receiver(ConfigMap map) {
    Map<String, Object> out = new LinkedHashMap<>();
    String name = map.string("name", "");
    out.put("name", name.replace("${", "$${"));
    List<Object> webhooks = new ArrayList<>();
    map.entries()
        .forEach(
            (key, node) -> {
              if (key.equals("webhook_configs")) {
                for (ConfigNode webhook : node.items()) {
                  webhook(name, webhook.map(), webhooks);
                }
              } else if (!key.equals("name")) {
                leave("receiver \"" + name + "\", " + key, "there is no such receiver yet");
              }
            });
    if (!webhooks.isEmpty()) {
      out.put("webhook_configs", webhooks);
    } else if (map.entries().size() > 1) {
      // Whoever was told something must not be told nothing unseen.
      out.put("console_configs", List.of(Map.of()));
      leave("receiver \"" + name + "\"", "it prints to the console until it has another form");
    }
    return out;
  }

  private void webhook(String name, ConfigMap map, List<Object> webhooks) {
    for (String key : map.entries().keySet()) {
      if (!key.equals("url")) {
        leave("receiver \"" + name + "\", webhook_configs." + key, "there is no such key here");
      }
    }
    if (map.has("url")) {
      webhooks.add(Map.of("url", escaped(map.get("url"))));
    }
  }

  private static Object escaped(ConfigNode node) {
    return escaped(Yaml.tree(node));
  }

  private static Object escaped(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put(String.valueOf(key), escaped(value)));
      return copy;
    } else if (tree instanceof List<?> list) {
      return list.stream().map(AlertmanagerImport::escaped).toList();
    }
    return String.valueOf(tree).replace("${", "$${");
  }
}
