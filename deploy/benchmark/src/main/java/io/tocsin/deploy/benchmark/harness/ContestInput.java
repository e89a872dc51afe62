package io.tocsin.deploy.benchmark.harness;

import io.tocsin.deploy.benchmark.load.ExpectedWindows;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import io.tocsin.deploy.benchmark.load.TopicFiller;

/**
 * A topic that holds a plan's records, and the right answer to it.
 *
 * @param topic filled, and counted
 */
record ContestInput(String topic, int partitions, ReadingPlan plan, ExpectedWindows expected) {
  /**
   * Makes and fills the topic.
   *
   * @throws IllegalStateException if it then holds another number of records than the plan has
   */
  static ContestInput fill(
      Topics topics, String bootstrap, String topic, int partitions, ReadingPlan plan) {
    topics.create(topic, partitions);
    TopicFiller.fill(bootstrap, topic, plan);
    long count = topics.count(topic, partitions);
    if (count != plan.size()) {
      throw new IllegalStateException(
          "topic " + topic + " holds " + count + " records, " + plan.size() + " were sent");
    }
    return new ContestInput(topic, partitions, plan, new ExpectedWindows(plan));
  }
}
