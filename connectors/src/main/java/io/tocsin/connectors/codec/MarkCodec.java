package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.flow.Records;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Marks as records between other records: told apart by the header {@value #HEADER}, written to
 * each partition explicitly. Safe for any thread.
 */
public final class MarkCodec {
  /** Only marks have it; its value is the version of their format. */
  public static final String HEADER = "tocsin.mark";

  private static final byte[] VERSION = "1".getBytes(StandardCharsets.UTF_8);

  private MarkCodec() {}

  public static Map<String, byte[]> headers() {
    return Map.of(HEADER, VERSION.clone());
  }

  /** The record's key: the writer, so that a compacted topic keeps each writer's last mark. */
  public static byte[] key(Mark mark) {
    return mark.writer().getBytes(StandardCharsets.UTF_8);
  }

  /** The record's value: JSON {@code {"writer":…,"time":…}}, the time in epoch milliseconds. */
  public static byte[] value(Mark mark) {
    return JsonOut.object(
        json -> {
          json.writeStringField("writer", mark.writer());
          json.writeNumberField("time", mark.time());
        });
  }

  /** Whether a record is a mark and no event. */
  public static boolean isMark(Records records, int index) {
    return records.header(index, HEADER) != null;
  }

  /**
   * The mark of a value.
   *
   * @throws IllegalArgumentException if it is none; the message names member, value and what is
   *     accepted
   */
  public static Mark read(byte @Nullable [] value) {
    JsonIn json = JsonIn.read(value == null ? new byte[0] : value);
    return new Mark(json.text("writer"), json.integer("time"));
  }
}
