package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.suppress.Matcher;
import io.tocsin.pipeline.suppress.TimeInterval;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the routing tree as it is configured, in Alertmanager's words and with its meaning
 * ({@code continues} is its "continue"). What is null is inherited from the parent; the root's
 * defaults are Alertmanager's. Immutable.
 *
 * @param receiver who is told; the root must name one
 * @param matchers all must match; the root has none
 * @param continues whether later siblings are asked although this one matched
 * @param groupBy labels that alerts told together share; {@code "..."} alone means all labels
 * @param groupWait how long a new group waits for more alerts before it is first told (30 s)
 * @param groupInterval how long a told group waits until changes are told (5 min)
 * @param repeatInterval how long until an unchanged group that still fires is told again (4 h)
 * @param muteTimes ({@code mute_time_intervals}) in any of these the node tells no beginnings; not
 *     inherited
 * @param activeTimes ({@code active_time_intervals}) if there are any, it tells beginnings only in
 *     these; not inherited
 * @param routes children, asked in order
 */
public record Route(
    @Nullable String receiver,
    List<Matcher> matchers,
    boolean continues,
    @Nullable List<String> groupBy,
    @Nullable Duration groupWait,
    @Nullable Duration groupInterval,
    @Nullable Duration repeatInterval,
    List<TimeInterval> muteTimes,
    List<TimeInterval> activeTimes,
    List<Route> routes) {
  public Route {
    matchers = List.copyOf(matchers);
    groupBy = groupBy == null ? null : List.copyOf(groupBy);
    muteTimes = List.copyOf(muteTimes);
    activeTimes = List.copyOf(activeTimes);
    routes = List.copyOf(routes);
    if (groupWait != null && groupWait.isNegative()) {
      throw new IllegalArgumentException("group_wait must be 0 or more, is " + groupWait);
    }
    refuseNotPositive("group_interval", groupInterval);
    refuseNotPositive("repeat_interval", repeatInterval);
  }

  /** A node that tells at any time. */
  public Route(
      @Nullable String receiver,
      List<Matcher> matchers,
      boolean continues,
      @Nullable List<String> groupBy,
      @Nullable Duration groupWait,
      @Nullable Duration groupInterval,
      @Nullable Duration repeatInterval,
      List<Route> routes) {
    this(
        receiver,
        matchers,
        continues,
        groupBy,
        groupWait,
        groupInterval,
        repeatInterval,
        List.of(),
        List.of(),
        routes);
  }

  /** A root that sends everything to one receiver. */
  public static Route to(String receiver) {
    return new Route(receiver, List.of(), false, null, null, null, null, List.of());
  }

  /**
   * The receivers of every node that an alert with these labels goes to, in order.
   *
   * @throws IllegalArgumentException if this is no root
   */
  public List<String> receivers(Labels labels) {
    return RouteNode.root(this).match(labels).stream().map(RouteNode::receiver).toList();
  }

  /**
   * Those of them that are told of no beginning at a wall time, epoch milliseconds, because of time
   * intervals.
   *
   * @throws IllegalArgumentException if this is no root
   */
  public List<String> muted(Labels labels, long wall) {
    return RouteNode.root(this).match(labels).stream()
        .filter(node -> !node.tellsAt(wall))
        .map(RouteNode::receiver)
        .toList();
  }

  /** This node for alerts that match. */
  public Route matching(Matcher... all) {
    return copy(List.of(all), continues, groupBy, muteTimes, activeTimes, routes);
  }

  /** This node, and later siblings besides. */
  public Route andContinue() {
    return copy(matchers, true, groupBy, muteTimes, activeTimes, routes);
  }

  /** This node with these groups. */
  public Route groupedBy(String... labels) {
    return copy(matchers, continues, List.of(labels), muteTimes, activeTimes, routes);
  }

  /** This node, telling no beginnings in these times. */
  public Route mutedIn(TimeInterval... times) {
    return copy(matchers, continues, groupBy, List.of(times), activeTimes, routes);
  }

  /** This node, telling beginnings in these times only. */
  public Route activeIn(TimeInterval... times) {
    return copy(matchers, continues, groupBy, muteTimes, List.of(times), routes);
  }

  /** This node with these children. */
  public Route with(Route... children) {
    return copy(matchers, continues, groupBy, muteTimes, activeTimes, List.of(children));
  }

  /** This node with these waits. */
  public Route timed(Duration wait, Duration interval, Duration repeat) {
    return new Route(
        receiver,
        matchers,
        continues,
        groupBy,
        wait,
        interval,
        repeat,
        muteTimes,
        activeTimes,
        routes);
  }

  private Route copy(
      List<Matcher> all,
      boolean goesOn,
      @Nullable List<String> labels,
      List<TimeInterval> mute,
      List<TimeInterval> active,
      List<Route> children) {
    return new Route(
        receiver,
        all,
        goesOn,
        labels,
        groupWait,
        groupInterval,
        repeatInterval,
        mute,
        active,
        children);
  }

  private static void refuseNotPositive(String name, @Nullable Duration value) {
    if (value != null && value.toMillis() <= 0) {
      throw new IllegalArgumentException(name + " must be at least 1ms, is " + value);
    }
  }
}
