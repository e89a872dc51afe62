package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.List;

/**
 * The names and the form of all topics of ours, in one table.
 *
 * @param prefix first part of every name, {@code tocsin} by default
 * @param partitions partitions of the topics that carry the load; changing it later needs the state
 *     rebuilt
 */
public record Topics(String prefix, int partitions) {
  private static final long DAY = Duration.ofDays(1).toMillis();

  public Topics {
    if (!prefix.matches("[a-zA-Z0-9._-]{1,150}")) {
      throw new IllegalArgumentException(
          "topic prefix \""
              + prefix
              + "\": 1 to 150 of letters, digits, '.', '_', '-' are accepted");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be 1 or more, is " + partitions);
    }
  }

  public String events() {
    return prefix + ".events";
  }

  public String summaries() {
    return prefix + ".summaries";
  }

  public String partials() {
    return prefix + ".partials";
  }

  public String alerts() {
    return prefix + ".alerts";
  }

  public String currentAlerts() {
    return prefix + ".alerts.current";
  }

  public String shadowAlerts() {
    return prefix + ".alerts.shadow";
  }

  public String compositeAlerts() {
    return prefix + ".alerts.composite";
  }

  public String incidents() {
    return prefix + ".incidents";
  }

  public String notifications() {
    return prefix + ".notifications";
  }

  public String receipts() {
    return prefix + ".receipts";
  }

  public String commands() {
    return prefix + ".commands";
  }

  public String deadLetter() {
    return prefix + ".dead-letter";
  }

  /**
   * The changelog of a task's shards over one input topic; partition i holds the state of the shard
   * of partition i. Each input has one of its own: a source may have a name like ours.
   */
  public String state(String task, String inputTopic) {
    if (inputTopic.equals(partials())) {
      return prefix + "." + task + ".state.partials";
    }
    boolean main = List.of(events(), alerts(), notifications()).contains(inputTopic);
    return prefix + "." + task + ".state" + (main ? "" : "." + inputTopic);
  }

  /** Every topic that exists from the start. Changelogs are created with their inputs. */
  public List<TopicSpec> specs() {
    return List.of(
        new TopicSpec(events(), "sensor", partitions, "delete", 7 * DAY),
        new TopicSpec(summaries(), "series or group", partitions, "delete", 7 * DAY),
        new TopicSpec(partials(), "rule or cause", partitions, "delete", 7 * DAY),
        new TopicSpec(alerts(), "correlation scope", partitions, "delete", 90 * DAY),
        new TopicSpec(currentAlerts(), "fingerprint", partitions, "compact", -1),
        new TopicSpec(shadowAlerts(), "fingerprint", partitions, "delete", 30 * DAY),
        new TopicSpec(compositeAlerts(), "fingerprint", partitions, "delete", 90 * DAY),
        new TopicSpec(incidents(), "incident", partitions, "compact", -1),
        new TopicSpec(notifications(), "receiver", partitions, "delete", 30 * DAY),
        new TopicSpec(receipts(), "notification and endpoint", partitions, "delete", 30 * DAY),
        new TopicSpec(commands(), "correlation scope", partitions, "delete", 30 * DAY),
        new TopicSpec(deadLetter(), "the record's own", 1, "delete", 30 * DAY));
  }

  /** A changelog as it is created. */
  public TopicSpec stateSpec(String task, String inputTopic, int inputPartitions) {
    return new TopicSpec(state(task, inputTopic), "state page", inputPartitions, "compact", -1);
  }
}
