package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tocsin.pipeline.flow.OutRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps outputs below the size that brokers take: a larger one would make its transaction fail, and
 * would be made again from the same input for ever. Its value is cut, and a header says so; whoever
 * reads it can tell, and a reader of ours sends it to the dead-letter topic.
 */
final class OutputSize {
  /** Header with the bytes that the value had. */
  static final String TRIMMED = "tocsin_trimmed";

  /** Below the 1 MiB that producers send and brokers take by default, with room for the rest. */
  static final int MAX_VALUE = 960 << 10;

  /** Of a value that is too large, so much is kept to look at. */
  static final int KEPT = 64 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(OutputSize.class);

  private OutputSize() {}

  /** The same records; the list itself, if none is too large. */
  static List<OutRecord> fit(List<OutRecord> outputs, LaneStats stats) {
    for (OutRecord out : outputs) {
      if (tooLarge(out)) {
        return outputs.stream().map(o -> tooLarge(o) ? trimmed(o, stats) : o).toList();
      }
    }
    return outputs;
  }

  private static boolean tooLarge(OutRecord out) {
    byte[] value = out.value();
    return value != null && value.length > MAX_VALUE;
  }

  private static OutRecord trimmed(OutRecord out, LaneStats stats) {
    byte[] value = out.value() == null ? new byte[0] : out.value();
    LOG.error(
        "an output to {} has {} bytes, more than the {} that can be sent; it is cut to {}",
        out.topic(),
        value.length,
        MAX_VALUE,
        KEPT);
    stats.trimmed();
    Map<String, byte[]> headers = new LinkedHashMap<>(out.headers());
    headers.put(TRIMMED, Integer.toString(value.length).getBytes(US_ASCII));
    return new OutRecord(
        out.topic(),
        out.partition(),
        out.key(),
        Arrays.copyOf(value, KEPT),
        headers,
        out.timestamp(),
        out.urgent());
  }
}
