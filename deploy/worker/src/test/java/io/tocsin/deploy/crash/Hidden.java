package io.tocsin.deploy.crash;

import io.tocsin.connectors.kafka.HeldBack;
import io.tocsin.connectors.kafka.TopicAdmin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** What no reader sees although it was written. */
final class Hidden {
  private Hidden() {}

  /**
   * Transactions that are open although nobody is there to end them, told with whose they are: a
   * fault of the broker's if there is any, and none of what lies behind them is lost.
   */
  static List<String> behindTransactions(Map<String, String> client)
      throws ExecutionException, InterruptedException {
    try (TopicAdmin admin = new TopicAdmin(client)) {
      HeldBack heldBack = new HeldBack(admin, InstantSource.system(), Duration.ZERO);
      List<TopicPartition> all = partitions(client);
      // The first look only remembers where the partitions stand.
      heldBack.check(all);
      heldBack.check(all);
      return heldBack.found().values().stream().sorted().toList();
    }
  }

  private static List<TopicPartition> partitions(Map<String, String> client)
      throws ExecutionException, InterruptedException {
    List<TopicPartition> all = new ArrayList<>();
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      var names = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
        topic.partitions().forEach(p -> all.add(new TopicPartition(topic.name(), p.partition())));
      }
    }
    return all;
  }
}
