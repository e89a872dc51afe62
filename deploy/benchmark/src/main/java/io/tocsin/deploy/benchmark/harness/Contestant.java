package io.tocsin.deploy.benchmark.harness;

import io.tocsin.deploy.benchmark.job.Transition;
import io.tocsin.deploy.benchmark.load.WindowResult;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A system under test: how to start it, and how to understand what it says. Immutable. */
public interface Contestant {
  /** Returns the name by which it is chosen and reported. */
  String name();

  /** Returns that name as topics, groups and folders may be called. */
  default String id() {
    return name().replaceAll("[^A-Za-z0-9.-]+", "_");
  }

  /** Returns the settings that matter, for the report. */
  Map<String, String> settings();

  /** Returns in what its design differs from the others so that figures compare less. */
  String differs();

  /** Returns whether it promises one result per window; otherwise the last one counts. */
  boolean finalOnly();

  /** Returns whether it answers at all: the floor only reads. */
  default boolean answers() {
    return true;
  }

  /** Returns how to start it; may write its configuration into the run's folder. */
  LaunchSpec launch(RunPlace place);

  /** Returns whether a line of its output says that it is about to work. */
  boolean ready(String line);

  /**
   * Returns what a process told in its log of the state that it read back; empty if nothing.
   *
   * @param sinceMillis what it told earlier is left out, ms since the epoch
   */
  default String restored(Path log, long sinceMillis) {
    return "";
  }

  /** Returns the consumer group under which it commits how far it has read. */
  String group(RunPlace place);

  /** Returns the topic with its results. */
  default String output(RunPlace place) {
    return place.output();
  }

  /** Returns the result in a record of its output topic, or nothing if it holds something else. */
  Optional<WindowResult> result(ConsumerRecord<byte[], byte[]> output);

  /** Returns the transition in a record of its output topic, when the job is about alerts. */
  Optional<Transition> transition(ConsumerRecord<byte[], byte[]> output);
}
