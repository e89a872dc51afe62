package io.tocsin.deploy.benchmark.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Decodes readings with Jackson's streaming parser, as a careful user of any engine would: no tree,
 * no object mapper, no text object per field, and the time is read from the characters where they
 * lie.
 *
 * <p>Not thread-safe: use one per thread.
 */
public final class ReadingParser {
  private final JsonFactory factory = new JsonFactory();

  /**
   * Returns the reading in a record's value.
   *
   * @throws IllegalArgumentException if it lacks a time or a value, or the time has another shape
   */
  public Reading parse(byte[] json) {
    try (JsonParser parser = factory.createParser(json)) {
      return read(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reading read(JsonParser parser) throws IOException {
    double value = Double.NaN;
    long time = Long.MIN_VALUE;
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals("value")) {
        value = parser.getDoubleValue();
      } else if (field.equals("time")) {
        time =
            IsoTime.parse(
                parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      } else {
        parser.skipChildren();
      }
    }
    if (time == Long.MIN_VALUE || Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "reading without " + (Double.isNaN(value) ? "value" : "time"));
    }
    return new Reading(time, value);
  }
}
