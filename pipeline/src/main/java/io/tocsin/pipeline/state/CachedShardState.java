package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tables and timers of live objects over any byte store. */
final class CachedShardState implements ShardState {
  private final StateStore store;
  private final CacheBudget budget;
  private final Names names;
  private final Packer packer;
  private final Usage usage = new Usage();
  private final Map<String, Section<?, ?>> sections = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private @Nullable List<Change> inFlight;
  private long reported;
  private boolean closed;

  CachedShardState(StateStore store, CacheBudget budget, int maxRecord) {
    this.store = store;
    this.budget = budget;
    this.names = new Names(store);
    this.packer = new Packer(store, maxRecord);
    budget.join();
  }

  @Override
  @SuppressWarnings("unchecked") // a name is always asked for with the same types
  public <K, V> Table<K, V> table(TableSpec<K, V> spec) {
    return (Table<K, V>)
        asked(
            "table \"" + spec.name() + '"',
            () -> new CachedTable<>(spec, store, usage, names.find(spec.name())));
  }

  @Override
  @SuppressWarnings("unchecked") // a name is always asked for with the same types
  public <K> Timers<K> timers(String name, Codec<K> keys) {
    return (Timers<K>)
        asked(
            "timers \"" + name + '"',
            () -> new CachedTimers<>(name, keys, store, usage, names.find(name)));
  }

  private Section<?, ?> asked(String what, Supplier<Section<?, ?>> make) {
    if (!asked.add(what)) {
      throw new IllegalStateException(what + " was asked for twice");
    }
    Section<?, ?> known = sections.get(what);
    Section<?, ?> section = known == null ? make.get() : known;
    sections.put(what, section);
    return section;
  }

  @Override
  public void reopen() {
    asked.clear();
  }

  @Override
  public boolean dirty() {
    return usage.dirtyEntries > 0;
  }

  @Override
  public long dirtyBytes() {
    return usage.dirty;
  }

  @Override
  public List<LogEntry> drain() {
    if (inFlight != null) {
      throw new IllegalStateException(
          "the " + inFlight.size() + " changes drained before are neither committed nor given up");
    }
    List<Change> log = new ArrayList<>();
    List<Change> local = new ArrayList<>();
    for (Section<?, ?> section : sections.values()) {
      section.drain(names, log, local);
    }
    log = KeySort.sorted(log);
    usage.dirty = 0;
    usage.dirtyEntries = 0;
    // Local ones first: they delete places of timers that the log may set again.
    List<Change> all = new ArrayList<>(log.size() + local.size() + 1);
    all.addAll(KeySort.sorted(local));
    all.addAll(log);
    inFlight = all;
    if (log.isEmpty()) {
      return List.of();
    }
    Packer.Packed packed = packer.pack(log);
    all.add(packed.local());
    return packed.log();
  }

  @Override
  public void committed(Position position) {
    if (inFlight == null) {
      throw new IllegalStateException("nothing was drained that " + position + " could belong to");
    }
    store.write(inFlight, position);
    inFlight = null;
    for (Section<?, ?> section : sections.values()) {
      section.committed();
    }
  }

  @Override
  public void batchEnd() {
    long excess = budget.report(usage.live - reported, usage.live);
    reported = usage.live;
    long evictable = usage.evictable();
    if (excess <= 0 || evictable <= 0) {
      return;
    }
    double part = Math.min(1.0, (double) excess / evictable);
    for (Section<?, ?> section : sections.values()) {
      long bytes = (long) Math.ceil(section.own.evictable() * part);
      if (bytes > 0) {
        section.evict(bytes);
      }
    }
    budget.report(usage.live - reported, usage.live);
    reported = usage.live;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      budget.leave(reported);
      store.close();
    }
  }
}
