package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.suppress.Matcher;
import io.tocsin.pipeline.suppress.TimeInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the routing tree with everything inherited filled in.
 *
 * @param key path of matchers from the root; names the node in group keys, so that groups survive
 *     changes elsewhere in the tree
 * @param groupBy null for all labels
 */
record RouteNode(
    String key,
    String receiver,
    List<Matcher> matchers,
    boolean continues,
    @Nullable List<String> groupBy,
    long groupWait,
    long groupInterval,
    long repeatInterval,
    List<TimeInterval> muteTimes,
    List<TimeInterval> activeTimes,
    List<RouteNode> children) {

  static RouteNode root(Route route) {
    String receiver = route.receiver();
    if (receiver == null || receiver.isEmpty()) {
      throw new IllegalArgumentException("the root route must name a receiver");
    }
    if (!route.matchers().isEmpty() || route.continues()) {
      throw new IllegalArgumentException("the root route takes no matchers and no continue");
    }
    if (!route.muteTimes().isEmpty() || !route.activeTimes().isEmpty()) {
      throw new IllegalArgumentException(
          "the root route takes no mute_time_intervals and no active_time_intervals");
    }
    RouteNode defaults =
        new RouteNode(
            "",
            receiver,
            List.of(),
            false,
            List.of(),
            Duration.ofSeconds(30).toMillis(),
            Duration.ofMinutes(5).toMillis(),
            Duration.ofHours(4).toMillis(),
            List.of(),
            List.of(),
            List.of());
    return of(route, defaults, "{}");
  }

  /** Every node that an alert with these labels goes to, in order. */
  List<RouteNode> match(Labels labels) {
    if (!matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
      return List.of();
    }
    List<RouteNode> found = new ArrayList<>();
    for (RouteNode child : children) {
      List<RouteNode> below = child.match(labels);
      found.addAll(below);
      if (!below.isEmpty() && !child.continues) {
        break;
      }
    }
    return found.isEmpty() ? List.of(this) : found;
  }

  /** Whether beginnings are told at a wall time. */
  boolean tellsAt(long wall) {
    return muteTimes.stream().noneMatch(times -> times.contains(wall))
        && (activeTimes.isEmpty() || activeTimes.stream().anyMatch(times -> times.contains(wall)));
  }

  Labels groupOf(Labels labels) {
    return groupBy == null ? labels : labels.only(groupBy);
  }

  /** Unique for node and group. Follows Alertmanager's notation. */
  String groupKey(Labels group) {
    return key + ":" + group;
  }

  private static RouteNode of(Route route, RouteNode parent, String key) {
    RouteNode own =
        new RouteNode(
            key,
            route.receiver() == null ? parent.receiver : route.receiver(),
            route.matchers(),
            route.continues(),
            groupBy(route, parent),
            millis(route.groupWait(), parent.groupWait),
            millis(route.groupInterval(), parent.groupInterval),
            millis(route.repeatInterval(), parent.repeatInterval),
            route.muteTimes(),
            route.activeTimes(),
            List.of());
    List<RouteNode> children = new ArrayList<>();
    for (int i = 0; i < route.routes().size(); i++) {
      Route child = route.routes().get(i);
      children.add(of(child, own, key + "/" + name(child) + "/" + i));
    }
    return own.with(children);
  }

  private RouteNode with(List<RouteNode> below) {
    return new RouteNode(
        key,
        receiver,
        matchers,
        continues,
        groupBy,
        groupWait,
        groupInterval,
        repeatInterval,
        muteTimes,
        activeTimes,
        List.copyOf(below));
  }

  private static @Nullable List<String> groupBy(Route route, RouteNode parent) {
    List<String> own = route.groupBy();
    if (own == null) {
      return parent.groupBy;
    }
    if (own.contains("...") && own.size() > 1) {
      throw new IllegalArgumentException("group_by: \"...\" must stand alone, is among " + own);
    }
    return own.contains("...") ? null : own;
  }

  private static String name(Route route) {
    List<String> matchers = route.matchers().stream().map(Matcher::toString).sorted().toList();
    return "{" + String.join(",", matchers) + "}";
  }

  private static long millis(@Nullable Duration own, long inherited) {
    return own == null ? inherited : own.toMillis();
  }
}
