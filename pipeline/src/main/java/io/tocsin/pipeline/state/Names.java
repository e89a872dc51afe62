package io.tocsin.pipeline.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which two bytes stand for which table's name. Part of the state: restored with it. */
final class Names {
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private boolean versionStored;
  private int next;

  Names(StateStore store) {
    byte[] version = store.get(Layout.VERSION_KEY);
    if (version != null) {
      check(version);
      versionStored = true;
    }
    store.scan(
        Layout.NAMES_FROM,
        Layout.NAMES_TO,
        (key, value) -> {
          int id = Layout.tableOf(value);
          ids.put(Layout.nameOf(key), id);
          next = Math.max(next, id + 1);
          return true;
        });
  }

  private static void check(byte[] version) {
    int found = version.length == 1 ? version[0] & 0xff : 0;
    if (found > Layout.VERSION) {
      throw new StateException(
          StateException.Reason.NEWER_VERSION,
          "the state has layout version "
              + found
              + ", this release reads up to "
              + Layout.VERSION
              + ": a downgrade needs the state of before the upgrade",
          null);
    }
    if (found < 1) {
      throw new StateException(
          StateException.Reason.UNREADABLE,
          "the state's layout version has " + version.length + " bytes and is " + found,
          null);
    }
  }

  int find(String name) {
    return ids.getOrDefault(name, Section.NO_ID);
  }

  int assign(String name, List<Change> log) {
    Integer known = ids.get(name);
    if (known != null) {
      return known;
    }
    if (next > Layout.MAX_TABLES) {
      throw new IllegalStateException(
          "no number left for table \"" + name + "\": a shard has had " + next + " tables");
    }
    if (!versionStored) {
      log.add(new Change(Layout.VERSION_KEY, new byte[] {Layout.VERSION}));
      versionStored = true;
    }
    int id = next++;
    ids.put(name, id);
    log.add(new Change(Layout.nameKey(name), Layout.tableBytes(id)));
    return id;
  }
}
