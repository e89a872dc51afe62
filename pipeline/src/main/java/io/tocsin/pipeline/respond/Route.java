package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.suppress.Matcher;
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
    List<Route> routes) {
  public Route {
    matchers = List.copyOf(matchers);
    groupBy = groupBy == null ? null : List.copyOf(groupBy);
    routes = List.copyOf(routes);
    if (groupWait != null && groupWait.isNegative()) {
      throw new IllegalArgumentException("group_wait must be 0 or more, is " + groupWait);
    }
    refuseNotPositive("group_interval", groupInterval);
    refuseNotPositive("repeat_interval", repeatInterval);
  }

  /** A root that sends everything to one receiver. */
  public static Route to(String receiver) {
    return new Route(receiver, List.of(), false, null, null, null, null, List.of());
  }

  /** This node for alerts that match. */
  public Route matching(Matcher... all) {
    return new Route(
        receiver,
        List.of(all),
        continues,
        groupBy,
        groupWait,
        groupInterval,
        repeatInterval,
        routes);
  }

  /** This node, and later siblings besides. */
  public Route andContinue() {
    return new Route(
        receiver, matchers, true, groupBy, groupWait, groupInterval, repeatInterval, routes);
  }

  /** This node with these groups. */
  public Route groupedBy(String... labels) {
    return new Route(
        receiver,
        matchers,
        continues,
        List.of(labels),
        groupWait,
        groupInterval,
        repeatInterval,
        routes);
  }

  /** This node with these times. */
  public Route timed(Duration wait, Duration interval, Duration repeat) {
    return new Route(receiver, matchers, continues, groupBy, wait, interval, repeat, routes);
  }

  /** This node with these children. */
  public Route with(Route... children) {
    return new Route(
        receiver,
        matchers,
        continues,
        groupBy,
        groupWait,
        groupInterval,
        repeatInterval,
        List.of(children));
  }

  private static void refuseNotPositive(String name, @Nullable Duration value) {
    if (value != null && value.toMillis() <= 0) {
      throw new IllegalArgumentException(name + " must be at least 1ms, is " + value);
    }
  }
}
