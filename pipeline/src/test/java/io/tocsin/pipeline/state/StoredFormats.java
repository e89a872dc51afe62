package io.tocsin.pipeline.state;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * The work whose stored bytes are kept as golden files, and the files. Running this class with the
 * resources' folder as argument writes the files of a new version; those of old versions stay.
 */
final class StoredFormats {
  static final TableSpec<Series, Long> COUNTS =
      new TableSpec<>("counts", 1, Codecs.SERIES, Codecs.LONG);
  static final TableSpec<Labels, String> TEXTS =
      new TableSpec<>("texts", 1, Codecs.LABELS, Codecs.STRING);
  static final TableSpec<Long, GrowingText> NOTES =
      new TableSpec<>("notes", 1, Codecs.LONG, GrowingText.CODEC);
  static final Series CPU = new Series(new SensorId("web-1"), "cpu", Labels.of("core", "0"));
  static final Series DISK = new Series(new SensorId("db-1"), "disk", Labels.NONE);
  static final Labels EU = Labels.of("site", "eu", "team", "ops");

  /** Where the work ends; version 1 did not store of which topics. */
  static final Position END =
      new Position(20, 11, 1_767_225_602_123L, new Position.Origin("input-id", 4, "changelog-id"));

  /** Small, so that the long text is cut. */
  static final int MAX_RECORD = 120;

  private StoredFormats() {}

  /** Works on an empty store in two commits and returns the records of the log. */
  static List<LogEntry> work(StateStore store) {
    ShardState state = new CachedShardState(store, CacheBudget.unbounded(), MAX_RECORD);
    Table<Series, Long> counts = state.table(COUNTS);
    Table<Labels, String> texts = state.table(TEXTS);
    Table<Long, GrowingText> notes = state.table(NOTES);
    Timers<SensorId> timers = state.timers("idle", Codecs.SENSOR_ID);
    GrowingText note = new GrowingText("as it was at first");
    notes.put(7L, note);
    counts.put(CPU, 42L);
    counts.put(DISK, -1L);
    texts.put(Labels.NONE, "gone soon");
    timers.set(new SensorId("web-1"), 1_767_225_600_000L);
    timers.set(new SensorId("db-1"), -5);
    List<LogEntry> log = new ArrayList<>(state.drain());
    state.committed(new Position(10, 4, 1_767_225_600_123L));
    texts.remove(Labels.NONE);
    texts.put(EU, "é".repeat(150));
    counts.put(CPU, 43L);
    note.text += ", then";
    notes.cell(7L).changed();
    timers.clear(new SensorId("db-1"));
    log.addAll(state.drain());
    state.committed(END);
    return log;
  }

  static List<String> lines(StateStore store) {
    List<String> lines = new ArrayList<>();
    store.scan(new byte[0], null, (key, value) -> lines.add(hex(key) + "=" + hex(value)));
    return lines;
  }

  static List<String> lines(List<LogEntry> log) {
    return log.stream()
        .map(e -> hex(e.key()) + "=" + (e.value() == null ? "-" : hex(e.value())))
        .toList();
  }

  /** The changes that fill a store with what a golden file has. */
  static List<Change> changes(List<String> lines) {
    return lines.stream()
        .map(line -> line.split("=", 2))
        .map(parts -> new Change(bytes(parts[0]), bytes(parts[1])))
        .toList();
  }

  static List<LogEntry> log(List<String> lines) {
    return lines.stream()
        .map(line -> line.split("=", 2))
        .map(parts -> new LogEntry(bytes(parts[0]), parts[1].equals("-") ? null : bytes(parts[1])))
        .toList();
  }

  static List<String> read(String version, String file) {
    try (InputStream in = open(version, file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream open(String version, String file) {
    return Objects.requireNonNull(
        StoredFormats.class.getResourceAsStream(version + "/" + file), () -> version + "/" + file);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    StateStore store = States.inMemoryStore();
    Files.write(folder.resolve("changelog.txt"), lines(work(store)));
    Files.write(folder.resolve("store.txt"), lines(store));
    try (RocksStores stores = RocksStores.at(folder, MemoryBudget.of(MemoryBudget.MIN_TOTAL));
        StateStore disk = stores.open("rocksdb")) {
      work(disk);
    }
    flush(folder.resolve("rocksdb"));
    List<String> files = new ArrayList<>();
    for (Path path : list(folder.resolve("rocksdb"))) {
      String name = path.getFileName().toString();
      if (name.matches("CURRENT|IDENTITY|(MANIFEST|OPTIONS)-.*|.*\\.sst")) {
        files.add(name);
      } else {
        Files.delete(path);
      }
    }
    Files.write(folder.resolve("rocksdb.txt"), files);
  }

  /** A write-ahead log would do, but tables are what lasts. */
  static void flush(Path folder) {
    try (RocksOptions options = new RocksOptions(1 << 20, 1 << 20);
        FlushOptions flush = new FlushOptions();
        RocksDB db = RocksDB.open(options.options, folder.toString())) {
      db.flush(flush);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
