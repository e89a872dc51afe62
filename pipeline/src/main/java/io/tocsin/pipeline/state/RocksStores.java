package io.tocsin.pipeline.state;

import io.tocsin.pipeline.state.StateException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The byte stores of a worker's shards: one RocksDB folder each, so that one can be deleted, moved
 * aside or restored without the others, with one block cache and one bound on memtables for all.
 * Safe for use by any thread; each store by one at a time.
 */
public final class RocksStores implements AutoCloseable {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final String BROKEN = ".broken";

  private final Path root;
  private final RocksOptions options;
  private final Map<String, RocksStore> open = new HashMap<>();
  private final Set<String> opening = new HashSet<>();
  private boolean closed;

  private RocksStores(Path root, RocksOptions options) {
    this.root = root;
    this.options = options;
  }

  /**
   * Loads RocksDB's library, which is unpacked at each start and takes a moment. Not needed: {@link
   * #at} does it if nobody has.
   */
  public static void prepare() {
    RocksOptions.load();
  }

  /**
   * Stores under {@code root}, which is created.
   *
   * @param budget bounds block cache and memtables of all of them together
   * @throws StateException if the folder cannot be made
   */
  public static RocksStores at(Path root, MemoryBudget budget) {
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw failed("creating", root, e);
    }
    return new RocksStores(root, new RocksOptions(budget.blockCache(), budget.memtables()));
  }

  /**
   * Opens, or creates, the store of that name. Different stores are opened side by side: each reads
   * back what it had not flushed.
   *
   * @param name segments of letters, digits, {@code . _ -}, separated by {@code /}
   * @throws StateException with the reason; if it is {@link Reason#CORRUPTED}, {@link #moveAside}
   *     and open again: the changelog has everything
   */
  public StateStore open(String name) {
    Path folder = reserve(name);
    RocksStore store = null;
    try {
      Files.createDirectories(folder);
      store = new RocksStore(folder, options, () -> forget(name));
    } catch (IOException e) {
      throw failed("creating", folder, e);
    } finally {
      opened(name, store);
    }
    return store;
  }

  /** From here on nobody else opens, moves or deletes it, and {@link #close} waits. */
  private synchronized Path reserve(String name) {
    if (closed) {
      throw new IllegalStateException("the stores under " + root + " are closed");
    }
    if (open.containsKey(name) || opening.contains(name)) {
      throw new IllegalStateException("the store " + name + " is open already");
    }
    Path folder = folder(name);
    opening.add(name);
    return folder;
  }

  private synchronized void opened(String name, @Nullable RocksStore store) {
    opening.remove(name);
    if (store != null) {
      open.put(name, store);
    }
    notifyAll();
  }

  /**
   * Puts a closed store's folder out of the way, for whoever wants to look at it, in place of the
   * one that was put there before.
   *
   * @return where it is now
   */
  public synchronized Path moveAside(String name) {
    refuseOpen(name);
    Path folder = folder(name);
    Path aside = folder.resolveSibling(folder.getFileName() + BROKEN);
    try {
      delete(aside);
      if (Files.exists(folder)) {
        Files.move(folder, aside);
      }
    } catch (IOException e) {
      throw failed("moving aside", folder, e);
    }
    return aside;
  }

  /** Deletes a closed store. */
  public synchronized void discard(String name) {
    refuseOpen(name);
    Path folder = folder(name);
    try {
      delete(folder);
    } catch (IOException e) {
      throw failed("deleting", folder, e);
    }
  }

  /** Bytes of block cache and memtables in use now. */
  public synchronized long memoryUsed() {
    return closed ? 0 : options.cache.getUsage();
  }

  private synchronized void forget(String name) {
    open.remove(name);
  }

  private void refuseOpen(String name) {
    if (open.containsKey(name) || opening.contains(name)) {
      throw new IllegalStateException("the store " + name + " is open: close it first");
    }
  }

  private Path folder(String name) {
    Path folder = root;
    for (String segment : name.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches() || segment.endsWith(BROKEN)) {
        throw new IllegalArgumentException(
            "a store's name has segments of letters, digits and . _ -, separated by /, is \""
                + name
                + '"');
      }
      folder = folder.resolve(segment);
    }
    return folder;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  private static StateException failed(String what, Path path, IOException e) {
    Reason reason = RocksErrors.reason(null, e.toString());
    if (e instanceof java.nio.file.AccessDeniedException) {
      reason = Reason.READ_ONLY;
    }
    return new StateException(
        reason, what + " " + path + ": " + RocksErrors.advice(reason) + ": " + e, e);
  }

  /** Closes every store that is still open or being opened, then what they share. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      awaitOpening();
      List.copyOf(open.values()).forEach(RocksStore::close);
      options.close();
    }
  }

  private synchronized void awaitOpening() {
    boolean interrupted = false;
    while (!opening.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
