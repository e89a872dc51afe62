package io.tocsin.pipeline.rule.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The JSON Schema of rule files (draft 2020-12), for editors. */
public final class RuleSchema {

  private RuleSchema() {}

  /** The schema's text. */
  public static String text() {
    try (InputStream in = RuleSchema.class.getResourceAsStream("rules.schema.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
