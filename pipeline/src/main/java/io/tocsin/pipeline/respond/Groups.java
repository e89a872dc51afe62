package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import io.tocsin.pipeline.suppress.Inhibitor;
import io.tocsin.pipeline.suppress.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a shard and when they are told. A group that knows an alert hears of it until its
 * end, even if the routing tree was changed meanwhile: who was told of a beginning is told of the
 * end.
 */
final class Groups {
  private final RespondSettings settings;
  private final Inhibitor inhibitor;
  private final Consumer<Reason> held;
  private final RouteNode root;
  private final Map<String, RouteNode> nodes = new TreeMap<>();
  private final Table<String, Group> groups;
  private final Table<String, Set<String>> groupsOfAlert;
  private final Timers<String> due;

  /**
   * @param inhibitor knows which alerts keep others quiet
   * @param held told once of each alert that a group keeps quiet
   */
  Groups(RespondSettings settings, ShardState state, Inhibitor inhibitor, Consumer<Reason> held) {
    this.inhibitor = inhibitor;
    this.held = held;
    this.settings = settings;
    root = RouteNode.root(settings.route());
    collect(root);
    groups =
        state.table(
            new TableSpec<>("respond.groups", GroupCodec.VERSION, Codecs.STRING, new GroupCodec()));
    groupsOfAlert =
        state.table(
            new TableSpec<>(
                "respond.groups-of-alert",
                TextSetCodec.VERSION,
                Codecs.STRING,
                new TextSetCodec()));
    due = state.timers("respond.due", Codecs.STRING);
  }

  /** An alert that people are to hear of. */
  void add(Alert alert, String incident, long wall) {
    Set<String> stored = groupsOfAlert.get(alert.fingerprint());
    Set<String> keys = stored == null ? new TreeSet<>() : new TreeSet<>(stored);
    for (RouteNode node : root.match(alert.labels())) {
      Labels labels = node.groupOf(alert.labels());
      String key = node.groupKey(labels);
      keys.add(key);
      if (groups.get(key) == null) {
        groups.put(key, new Group(node.key(), node.receiver(), labels));
        due.set(key, wall + node.groupWait());
      }
      if (settings.tellingOf(node.receiver()).changesOnly()) {
        // It groups and waits by itself: what it hears late, it tells late.
        due.set(key, wall);
      }
    }
    Set<String> remaining = new TreeSet<>();
    for (String key : keys) {
      if (put(key, alert, incident)) {
        remaining.add(key);
      }
    }
    rememberGroups(alert.fingerprint(), remaining);
  }

  /** Tells what is due at a wall time. */
  void tell(long wall, Consumer<Notification> out) {
    due.fire(
        wall,
        (key, time) -> {
          Group group = groups.get(key);
          if (group != null) {
            tell(key, group, wall, out);
          }
        });
  }

  /** Whether the group still knows the alert after it. */
  private boolean put(String key, Alert alert, String incident) {
    Group group = groups.get(key);
    if (group == null) {
      return false;
    }
    group.put(alert, incident);
    if (group.isEmpty()) {
      groups.remove(key);
      due.clear(key);
      return false;
    }
    groups.put(key, group);
    return group.alerts.containsKey(alert.fingerprint());
  }

  private void tell(String key, Group group, long wall, Consumer<Notification> out) {
    RouteNode node = nodes.get(group.node);
    Telling telling = settings.tellingOf(group.receiver);
    List<Alert> audible = audible(group, node, wall);
    List<Alert> news = audible.stream().filter(group::isNews).toList();
    if (!news.isEmpty() || isRepeat(group, audible, node, telling, wall)) {
      List<Alert> told = telling.changesOnly() ? news : audible;
      Messages.of(key, group, told, telling).forEach(out);
      group.told(told, wall);
      told.stream()
          .filter(alert -> !alert.status().active())
          .forEach(alert -> leave(alert.fingerprint(), key));
    }
    if (group.isEmpty()) {
      groups.remove(key);
    } else {
      groups.put(key, group);
      due.set(key, wall + (node == null ? root.groupInterval() : node.groupInterval()));
    }
  }

  private List<Alert> audible(Group group, @Nullable RouteNode node, long wall) {
    boolean isMuted = node != null && !node.tellsAt(wall);
    List<Alert> audible = group.audible(alert -> isMuted || inhibitor.inhibits(alert));
    if (audible.size() < group.alerts.size()) {
      Set<String> quiet = new TreeSet<>(group.alerts.keySet());
      audible.forEach(alert -> quiet.remove(alert.fingerprint()));
      quiet.removeAll(group.held);
      group.held.addAll(quiet);
      quiet.forEach(fingerprint -> held.accept(isMuted ? Reason.MUTED : Reason.INHIBITED));
    }
    return audible;
  }

  /**
   * What was told and goes on is told again after a while, if it could be told for the first time.
   */
  private boolean isRepeat(
      Group group, List<Alert> audible, @Nullable RouteNode node, Telling telling, long wall) {
    return node != null
        && !telling.changesOnly()
        && node.tellsAt(wall)
        && wall - group.toldAt >= node.repeatInterval()
        && audible.stream()
            .anyMatch(alert -> alert.status().active() && !inhibitor.inhibits(alert));
  }

  private void leave(String fingerprint, String key) {
    Set<String> keys = groupsOfAlert.get(fingerprint);
    if (keys != null) {
      Set<String> remaining = new TreeSet<>(keys);
      remaining.remove(key);
      rememberGroups(fingerprint, remaining);
    }
  }

  private void rememberGroups(String fingerprint, Set<String> keys) {
    if (keys.isEmpty()) {
      groupsOfAlert.remove(fingerprint);
    } else {
      groupsOfAlert.put(fingerprint, keys);
    }
  }

  private void collect(RouteNode node) {
    nodes.put(node.key(), node);
    node.children().forEach(this::collect);
  }
}
