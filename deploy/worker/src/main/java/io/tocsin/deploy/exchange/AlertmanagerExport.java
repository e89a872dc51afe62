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
 * Makes an Alertmanager configuration of a platform's file: routes, inhibitions and time intervals
 * are the same words; of receivers, what Alertmanager knows.
 */
public final class AlertmanagerExport {
  private final List<String> left = new ArrayList<>();

  private AlertmanagerExport() {}

  /**
   * Converts a file that was read and checked before.
   *
   * @throws IllegalArgumentException with every problem, if the file cannot be read
   */
  public static Carried convert(String file, String text, Environment environment) {
    Problems problems = new Problems();
    ConfigMap root = ConfigReader.read(file, text, environment, problems);
    AlertmanagerExport made = new AlertmanagerExport();
    Map<String, Object> out = made.convert(root);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    return Carried.of(Yaml.text(out), made.left);
  }

  private Map<String, Object> convert(ConfigMap root) {
    Map<String, Object> out = new LinkedHashMap<>();
    List<Object> receivers = new ArrayList<>();
    for (ConfigNode receiver : root.get("receivers").items()) {
      receivers.add(receiver(receiver.map()));
    }
    if (receivers.isEmpty()) {
      receivers.add(Map.of("name", "console"));
      left.add("receiver \"console\": it prints to the console, which Alertmanager cannot");
    }
    Object first = receivers.get(0) instanceof Map<?, ?> map ? map.get("name") : "console";
    out.put("route", root.has("route") ? Yaml.tree(root.get("route")) : Map.of("receiver", first));
    for (String key : List.of("inhibit_rules", "time_intervals")) {
      if (root.has(key)) {
        out.put(key, Yaml.tree(root.get(key)));
      }
    }
    out.put("receivers", receivers);
    for (String key : List.of("escalations", "correlate", "scope")) {
      if (root.has(key)) {
        left.add(key + ": Alertmanager has nothing of the kind");
      }
    }
    return out;
  }

  private Map<String, Object> receiver(ConfigMap map) {
    Map<String, Object> out = new LinkedHashMap<>();
    String name = map.string("name", "");
    out.put("name", name);
    map.entries()
        .forEach(
            (key, node) -> {
              if (key.equals("webhook_configs")) {
                List<Object> webhooks = new ArrayList<>();
                node.items().forEach(item -> webhooks.add(webhook(name, item.map())));
                out.put(key, webhooks);
              } else if (!key.equals("name")) {
                left.add(
                    "receiver \"" + name + "\", " + key + ": Alertmanager has nothing of the kind");
              }
            });
    return out;
  }

  private Map<String, Object> webhook(String name, ConfigMap map) {
    Map<String, Object> out = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, node) -> {
              if (key.equals("url")) {
                out.put(key, Yaml.tree(node));
              } else {
                left.add(
                    "receiver \""
                        + name
                        + "\", webhook_configs."
                        + key
                        + ": Alertmanager has nothing of the kind");
              }
            });
    return out;
  }
}
