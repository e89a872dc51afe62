package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Stored forms as they were released: each must be readable for ever. */
public final class Golden {
  private Golden() {}

  /**
   * The value is stored as the file of its version says, and what the file says is read as the
   * value: compared by writing it again.
   */
  public static <T> void check(String name, int version, Codec<T> codec, T value) {
    byte[] written = write(codec, value);
    String file = "/golden/" + name + ".v" + version + ".hex";
    byte[] golden = HexFormat.of().parseHex(read(file, written));

    assertThat(written).as("stored form of %s", name).isEqualTo(golden);
    ByteReader in = new ByteReader(golden);
    T again = codec.read(in, version);
    assertThat(in.remaining()).as("all of it was read").isZero();
    assertThat(write(codec, again)).isEqualTo(golden);
  }

  /** What the file of an old version says is read as the value. */
  public static <T> void checkOld(String name, int version, Codec<T> codec, T value) {
    ByteReader in =
        new ByteReader(
            HexFormat.of().parseHex(text("/golden/" + name + ".v" + version + ".hex").strip()));
    T read = codec.read(in, version);
    assertThat(in.remaining()).as("all of it was read").isZero();
    assertThat(write(codec, read))
        .as("%s of version %d", name, version)
        .isEqualTo(write(codec, value));
  }

  /** All that a store has, one line an entry. */
  public static List<String> dump(StateStore store) {
    return StoredFormats.lines(store);
  }

  /** A store with what a dump says. */
  public static StateStore load(String name, int version) {
    StateStore store = States.inMemoryStore();
    String text = text("/golden/" + name + ".v" + version + ".txt");
    store.write(StoredFormats.changes(text.lines().toList()), new Position(0, 0, 0));
    return store;
  }

  /** The same store, had a newer release written a table's entries: those are of version 100. */
  public static StateStore loadNewer(String name, int version, String table) {
    List<String> lines = text("/golden/" + name + ".v" + version + ".txt").lines().toList();
    String named = "0001" + HexFormat.of().formatHex(table.getBytes(StandardCharsets.UTF_8)) + "=";
    String id =
        lines.stream()
            .filter(line -> line.startsWith(named))
            .map(line -> line.substring(named.length()))
            .findFirst()
            .orElseThrow();
    List<String> newer =
        lines.stream()
            .map(line -> line.startsWith("10" + id) ? line.replaceFirst("=..", "=64") : line)
            .toList();
    assertThat(newer).as("entries of " + table).isNotEqualTo(lines);
    StateStore store = States.inMemoryStore();
    store.write(StoredFormats.changes(newer), new Position(0, 0, 0));
    return store;
  }

  private static String text(String file) {
    try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> byte[] write(Codec<T> codec, T value) {
    ByteWriter out = new ByteWriter();
    codec.write(value, out);
    return out.toBytes();
  }

  private static String read(String file, byte[] written) {
    try (InputStream in = Golden.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new AssertionError(
            "no file " + file + "; a new format starts with " + HexFormat.of().formatHex(written));
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
