package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The groups of a shard and when they are told. A group that knows an alert hears of it until its
 * end, even if the routing tree was changed meanwhile: who was told of a beginning is told of the
 * end.
 */
final class Groups {
  private final RespondSettings settings;
  private final RouteNode root;
  private final Map<String, RouteNode> nodes = new TreeMap<>();
  private final Table<String, Group> groups;
  private final Table<String, Set<String>> groupsOfAlert;
  private final Timers<String> due;

  Groups(RespondSettings settings, ShardState state) {
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
    List<Alert> changed = group.changed();
    long repeat = node == null ? Long.MAX_VALUE : node.repeatInterval();
    boolean isRepeat = !telling.changesOnly() && group.firing() && wall - group.toldAt >= repeat;
    if (!changed.isEmpty() || isRepeat) {
      Messages.of(key, group, telling.changesOnly() ? changed : group.all(), telling).forEach(out);
      List<String> ended =
          group.all().stream().filter(a -> !a.status().active()).map(Alert::fingerprint).toList();
      group.toldAll(wall);
      ended.forEach(fingerprint -> leave(fingerprint, key));
    }
    if (group.isEmpty()) {
      groups.remove(key);
    } else {
      groups.put(key, group);
      due.set(key, wall + (node == null ? root.groupInterval() : node.groupInterval()));
    }
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
