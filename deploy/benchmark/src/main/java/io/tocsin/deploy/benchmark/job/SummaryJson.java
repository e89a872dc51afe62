package io.tocsin.deploy.benchmark.job;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.deploy.benchmark.load.WindowResult;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The peers' output: one flat JSON object per window, the sensor's id in the record's key.
 *
 * <p>Not thread-safe: use one per thread.
 */
public final class SummaryJson {
  private final JsonFactory factory = new JsonFactory();
  private final StringBuilder text = new StringBuilder(160);

  /** Returns the value of a result's record. */
  public byte[] encode(long startMillis, WindowStats stats) {
    text.setLength(0);
    text.append("{\"start\":").append(startMillis).append(",\"count\":").append(stats.count);
    text.append(",\"sum\":").append(stats.sum).append(",\"min\":").append(stats.min);
    text.append(",\"max\":").append(stats.max).append(",\"mean\":").append(stats.mean());
    return text.append('}').toString().getBytes(US_ASCII);
  }

  /** Returns the result in an output record. */
  public WindowResult decode(byte[] key, byte[] value) {
    long start = 0;
    long count = 0;
    double[] numbers = new double[4];
    try (JsonParser parser = factory.createParser(value)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "start" -> start = parser.getLongValue();
          case "count" -> count = parser.getLongValue();
          case "sum" -> numbers[0] = parser.getDoubleValue();
          case "min" -> numbers[1] = parser.getDoubleValue();
          case "max" -> numbers[2] = parser.getDoubleValue();
          case "mean" -> numbers[3] = parser.getDoubleValue();
          default -> throw new IllegalArgumentException("unknown field \"" + field + "\"");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String sensor = new String(key, US_ASCII);
    return new WindowResult(sensor, start, count, numbers[0], numbers[1], numbers[2], numbers[3]);
  }
}
