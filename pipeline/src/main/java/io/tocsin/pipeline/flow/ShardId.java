package io.tocsin.pipeline.flow;

/**
 * One partition of one topic, worked on by one task: the unit of work, recovery and scale.
 *
 * @param task name of the task: ingest, detect, respond or deliver
 */
public record ShardId(String task, String topic, int partition) implements Comparable<ShardId> {
  @Override
  public int compareTo(ShardId o) {
    int c = task.compareTo(o.task);
    c = c != 0 ? c : topic.compareTo(o.topic);
    return c != 0 ? c : Integer.compare(partition, o.partition);
  }

  @Override
  public String toString() {
    return task + "/" + topic + "-" + partition;
  }
}
