package io.tocsin.connectors.sensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Where the simulation writes what it really did, one JSON object in a line for each fault when it
 * begins: {@code sensor, metric, kind, start, end}, times in ISO-8601. Only a scoreboard may read
 * it.
 */
public final class TruthFile {
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;

  /** Appends to a file; makes it when the first fault begins. */
  public TruthFile(Path file) {
    this.file = file;
  }

  void append(Fault fault) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("sensor", fault.sensor());
      json.writeStringField("metric", fault.metric());
      json.writeStringField("kind", fault.kind().word());
      json.writeStringField("start", Instant.ofEpochMilli(fault.start()).toString());
      json.writeStringField("end", Instant.ofEpochMilli(fault.end()).toString());
      json.writeEndObject();
    }
    Files.writeString(
        file,
        line.append('\n').toString(),
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
