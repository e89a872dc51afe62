package io.tocsin.deploy.benchmark.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code name=value} arguments of a peer's process. Immutable. */
public final class JobArguments {
  private final Map<String, String> values;

  private JobArguments(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException if one lacks its {@code =}
   */
  public static JobArguments of(String... arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : List.of(arguments)) {
      int at = argument.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("\"" + argument + "\": name=value is expected");
      }
      values.put(argument.substring(0, at), argument.substring(at + 1));
    }
    return new JobArguments(values);
  }

  /**
   * Returns the value of a name.
   *
   * @throws IllegalArgumentException if it was not given
   */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + "= is missing; given are " + values.keySet());
    }
    return value;
  }

  /** Returns the value of a name as a number. */
  public int number(String name) {
    return Integer.parseInt(text(name));
  }

  /** Returns whether the value of a name is exactly this. */
  public boolean is(String name, String value) {
    return text(name).equals(value);
  }
}
