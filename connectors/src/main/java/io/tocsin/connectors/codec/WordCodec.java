package io.tocsin.connectors.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.flow.Records;
import java.util.List;
import java.util.Map;

/**
 * What a shard says of the engine itself, among partial summaries: told apart by the header {@value
 * #HEADER}; the value is an alert as {@link AlertCodec} has it. Safe for any thread.
 */
public final class WordCodec {
  /** Only words have it; its value is the version of their format. */
  public static final String HEADER = "tocsin.word";

  private static final byte[] VERSION = "1".getBytes(UTF_8);

  private WordCodec() {}

  public static Map<String, byte[]> headers() {
    return Map.of(HEADER, VERSION.clone());
  }

  /** The record's key: all shards' words of one cause meet in one partition. */
  public static byte[] key(Alert alert) {
    return alert.labels().without(List.of("shard")).toString().getBytes(UTF_8);
  }

  /** Whether a record is a word and no partial summary. */
  public static boolean isWord(Records records, int index) {
    return records.header(index, HEADER) != null;
  }
}
