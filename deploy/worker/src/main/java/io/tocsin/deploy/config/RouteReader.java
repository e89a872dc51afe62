package io.tocsin.deploy.config;

import io.tocsin.pipeline.respond.Route;
import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.suppress.Matcher;
import io.tocsin.pipeline.suppress.TimeInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code route}. */
final class RouteReader {
  private final Set<String> receivers;
  private final Map<String, List<TimeInterval>> intervals;

  RouteReader(Set<String> receivers, Map<String, List<TimeInterval>> intervals) {
    this.receivers = receivers;
    this.intervals = intervals;
  }

  Route read(ConfigMap root) {
    ConfigMap map = root.map("route");
    if (!map.present()) {
      return Route.to(receivers.contains("console") ? "console" : receivers.iterator().next());
    }
    if (map.has("matchers")) {
      map.get("matchers").problem("the root matches every alert: put matchers into routes");
    }
    map.require("receiver");
    map.refuse("mute_time_intervals", "the root tells at any time: put it into a route");
    map.refuse("active_time_intervals", "the root tells at any time: put it into a route");
    Route route = route(map);
    map.done();
    return route;
  }

  private Route route(ConfigMap map) {
    ConfigNode receiver = map.get("receiver");
    String name = receiver.string().orElse(null);
    if (name != null && !receivers.contains(name)) {
      receiver.problem("there is no receiver of that name; accepted: " + receivers);
    }
    List<Route> children = new ArrayList<>();
    for (ConfigMap child : map.maps("routes")) {
      children.add(route(child));
      child.done();
    }
    return new Route(
        name,
        matchers(map),
        map.bool("continue", false),
        groupBy(map),
        optional(map, "group_wait", true),
        optional(map, "group_interval", false),
        optional(map, "repeat_interval", false),
        times(map.get("mute_time_intervals")),
        times(map.get("active_time_intervals")),
        children);
  }

  private List<TimeInterval> times(ConfigNode names) {
    List<TimeInterval> times = new ArrayList<>();
    for (ConfigNode name : names.items()) {
      List<TimeInterval> of = intervals.get(name.string().orElse(""));
      if (of == null) {
        name.problem("there is no time interval of that name; accepted: " + intervals.keySet());
      } else {
        times.addAll(of);
      }
    }
    return times;
  }

  private static @Nullable List<String> groupBy(ConfigMap map) {
    if (!map.has("group_by")) {
      return null;
    }
    List<String> labels = map.strings("group_by", List.of());
    if (labels.contains("...") && labels.size() > 1) {
      map.get("group_by").problem("\"...\" means all labels and must stand alone");
      return null;
    }
    return labels;
  }

  private static List<Matcher> matchers(ConfigMap map) {
    return read(map.get("matchers"));
  }

  /** A list of matchers. */
  static List<Matcher> read(ConfigNode list) {
    List<Matcher> matchers = new ArrayList<>();
    for (ConfigNode item : list.items()) {
      String text = item.string().orElse("");
      try {
        matchers.add(Matcher.parse(text));
      } catch (IllegalArgumentException e) {
        item.problem(String.valueOf(e.getMessage()));
      }
    }
    return matchers;
  }

  private static @Nullable Duration optional(ConfigMap map, String key, boolean zero) {
    if (!map.has(key)) {
      return null;
    }
    Duration value = map.duration(key, Duration.ofMinutes(5));
    if (!zero && value.isZero()) {
      map.get(key).problem("accepted: more than 0");
      return null;
    }
    return value;
  }
}
