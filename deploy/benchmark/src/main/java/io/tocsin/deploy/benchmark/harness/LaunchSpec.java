package io.tocsin.deploy.benchmark.harness;

import java.util.List;
import java.util.Map;

/**
 * How to start a process, but for the {@code java} program and the heap, which are the same for
 * all.
 *
 * @param classpath in the form of {@code java -cp}
 * @param jvmOptions beyond those that all have
 * @param environment variables of the C library's memory, which nothing else is given
 */
public record LaunchSpec(
    String classpath,
    List<String> jvmOptions,
    String mainClass,
    List<String> arguments,
    Map<String, String> environment) {
  public LaunchSpec {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** With the C library's own settings. */
  public LaunchSpec(
      String classpath, List<String> jvmOptions, String mainClass, List<String> arguments) {
    this(classpath, jvmOptions, mainClass, arguments, Map.of());
  }
}
