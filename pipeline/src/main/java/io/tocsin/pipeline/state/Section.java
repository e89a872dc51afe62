package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.List;

/**
 * What a table and a set of timers have in common: entries in memory, which of them are dirty,
 * which are in flight, and what they take.
 */
abstract class Section<K, E extends Entry<K>> {
  /** Stands for "not in the byte store yet": nothing of it can be stored. */
  static final int NO_ID = -1;

  final StateStore store;
  final String name;
  final KeyIndex<K, E> index = new KeyIndex<>();
  final Usage own = new Usage();

  private final Usage shard;
  private List<E> dirty = new ArrayList<>();
  private List<E> inFlight = new ArrayList<>();
  private int id;
  private int changes;

  Section(String name, StateStore store, Usage shard, int id) {
    this.name = name;
    this.store = store;
    this.shard = shard;
    this.id = id;
  }

  final int id() {
    return id;
  }

  /** Counts every change; who iterates can see that somebody else wrote. */
  final int changes() {
    return changes;
  }

  final void markDirty(E e) {
    changes++;
    if (e.dirty) {
      return;
    }
    if (e.evicted) {
      throw new IllegalStateException(
          "key " + e.key + " of \"" + name + "\" was changed through a cell of an earlier batch");
    }
    if (!e.inFlight) {
      pin(e.size);
    }
    e.dirty = true;
    dirty.add(e);
    shard.dirty += e.size;
    shard.dirtyEntries++;
  }

  final void admit(E e, int size) {
    index.add(e);
    charge(e, size);
  }

  final void charge(E e, int size) {
    int more = size - e.size;
    e.size = size;
    own.live += more;
    shard.live += more;
    if (e.pinned()) {
      pin(more);
    }
  }

  /** Takes its size off the account; the caller takes it out of the index. */
  final void discharge(E e) {
    own.live -= e.size;
    shard.live -= e.size;
  }

  private void pin(long bytes) {
    own.pinned += bytes;
    shard.pinned += bytes;
  }

  /**
   * @param log receives what goes to the changelog and the byte store
   * @param local receives what goes to the byte store only
   */
  final void drain(Names names, List<Change> log, List<Change> local) {
    if (!dirty.isEmpty() && id == NO_ID) {
      id = names.assign(name, log);
    }
    for (E e : dirty) {
      e.dirty = false;
      e.inFlight = true;
      if (write(e, log, local)) {
        inFlight.add(e);
      } else {
        e.inFlight = false;
        pin(-e.size);
      }
    }
    dirty.clear();
  }

  final void committed() {
    for (E e : inFlight) {
      e.inFlight = false;
      if (e.dirty) {
        continue;
      }
      pin(-e.size);
      if (e.passing || absent(e)) {
        discharge(e);
        index.remove(e);
      }
    }
    inFlight.clear();
  }

  /** Appends the entry's change; false if the byte store and the log have it already. */
  abstract boolean write(E e, List<Change> log, List<Change> local);

  /** Whether the entry says only that there is none. */
  abstract boolean absent(E e);

  /** Gives back about that many bytes, if so many are not pinned. */
  abstract void evict(long bytes);
}
