package io.tocsin.pipeline.rule;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a configuration file, with all that is needed to find and mend it.
 *
 * @param file the file's name as the user gave it
 * @param line from 1; 0 when the problem has no place
 * @param column from 1, in characters; 0 when the problem has no place
 * @param path the key path, such as {@code groups[0].rules[2].for}; empty for the file as a whole
 * @param value what was found there, shortened; null when nothing was
 * @param message what is wrong and what is accepted
 * @param suggestion what was probably meant; null when nothing comes near
 */
public record Problem(
    String file,
    int line,
    int column,
    String path,
    @Nullable String value,
    String message,
    @Nullable String suggestion) {

  private static final int SHOWN = 120;

  /** Shortens {@code value} so that one line of output can hold it. */
  public Problem {
    if (value != null) {
      value = shorten(value);
    }
  }

  private static String shorten(String value) {
    String line = value.strip().replaceAll("\\s+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN - 1) + "…";
  }

  /** One line for people: {@code rules.yaml:12:9: groups[0].rules[1].for: "2 mins": is not ...}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    if (value != null) {
      text.append('"').append(value).append("\": ");
    }
    text.append(message);
    if (suggestion != null) {
      text.append("; did you mean \"").append(suggestion).append("\"?");
    }
    return text.toString();
  }
}
