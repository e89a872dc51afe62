package io.tocsin.deploy.benchmark.harness;

import java.util.List;

/**
 * How to start a process, but for the {@code java} program and the heap, which are the same for
 * all.
 *
 * @param classpath in the form of {@code java -cp}
 * @param jvmOptions beyond those that all have
 */
public record LaunchSpec(
    String classpath, List<String> jvmOptions, String mainClass, List<String> arguments) {
  public LaunchSpec {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }
}
