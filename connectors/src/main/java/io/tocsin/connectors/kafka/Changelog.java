package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The form of a shard's state in its changelog partition. The first byte of a record's key tells
 * its kind:
 *
 * <ul>
 *   <li>0: where the input stood at this commit (one record, overwritten by every commit);
 *   <li>1: one record of the state, as the state packs itself; the rest of the key is the record's.
 * </ul>
 *
 * The first byte of a value is the version of this form.
 */
final class Changelog {
  static final byte VERSION = 1;

  private static final byte INPUT = 0;
  private static final byte ENTRY = 1;

  private Changelog() {}

  /** The records of one commit of one shard: its state's, then its input position. */
  static List<OutRecord> encode(String topic, int partition, List<LogEntry> state, InputMark mark) {
    List<OutRecord> records = new ArrayList<>(state.size() + 1);
    for (LogEntry entry : state) {
      byte[] key = prefixed(ENTRY, entry.key());
      byte[] value = entry.value() == null ? null : prefixed(VERSION, entry.value());
      records.add(record(topic, partition, key, value));
    }
    byte[] value =
        new ByteWriter()
            .putByte(VERSION)
            .putLong(mark.position())
            .putString(mark.topicId())
            .putVarInt(mark.partitions())
            .toBytes();
    records.add(record(topic, partition, new byte[] {INPUT}, value));
    return records;
  }

  /**
   * Reads one record: tells of a record of the state, or returns a position.
   *
   * @throws ShardStoppedException if a newer release wrote it
   */
  static @Nullable InputMark decode(byte[] key, byte @Nullable [] value, Consumer<LogEntry> into) {
    if (value != null && (value.length == 0 || value[0] > VERSION)) {
      throw new ShardStoppedException(
          "the changelog was written by a newer release (form "
              + (value.length == 0 ? "unknown" : value[0])
              + ", this one reads up to "
              + VERSION
              + "): run that release again, or reset this task's state");
    }
    if (key[0] == ENTRY) {
      into.accept(new LogEntry(rest(key), value == null ? null : rest(value)));
      return null;
    }
    if (value == null) {
      return null;
    }
    ByteReader in = new ByteReader(value, 1, value.length - 1);
    return new InputMark(in.getLong(), in.getString(), in.getVarInt());
  }

  /**
   * Which input, and how far.
   *
   * @param position next offset to read
   * @param topicId the input topic's id: a topic that was deleted and created again has another
   * @param partitions number of partitions the input topic had
   */
  record InputMark(long position, String topicId, int partitions) {}

  private static OutRecord record(
      String topic, int partition, byte[] key, byte @Nullable [] value) {
    return new OutRecord(topic, partition, key, value, Map.of(), -1, false);
  }

  private static byte[] prefixed(byte first, byte[] rest) {
    byte[] all = new byte[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static byte[] rest(byte[] all) {
    return java.util.Arrays.copyOfRange(all, 1, all.length);
  }
}
