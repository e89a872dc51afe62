package io.tocsin.deploy.cli;

import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An instant as people write it. */
final class TimeOption implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "\"" + value + "\"; accepted is ISO-8601, as 2026-01-31T10:00:00Z");
    }
  }
}
