package io.tocsin.connectors.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;

/**
 * What the controller of an embedded broker knows of the broker that ran before. A transaction
 * coordinator that has to complete a transaction while a partition of it has no leader skips that
 * partition's marker as if the partition were deleted, and calls the transaction complete
 * (KAFKA-20734). Its records are then hidden until the same producer's next transaction ends, and
 * share its fate, whatever became of them. So the partitions of the only broker must have a leader
 * as long as there is a coordinator:
 *
 * <ul>
 *   <li>at its end it does not give them up first (no controlled shutdown);
 *   <li>at its start they have none before it leads them all. Controller and broker end together,
 *       so the controller takes the last broker for alive until its session ends, lets the new one
 *       lead by the old one's registration, and takes everything from it once the new one has
 *       registered. Hence the last one is forgotten first. Nor has anyone to wait for its session.
 * </ul>
 */
final class BrokerRegistration {
  private BrokerRegistration() {}

  /**
   * Has the controller forget the last broker, before the new one starts: its first look at the
   * cluster shows no leaders, and it gets them all at once.
   *
   * @param log the broker's log folder
   * @param properties the node's, of both roles
   */
  static void forgetTheLast(Path log, Map<String, String> properties) {
    if (!Files.exists(log.resolve("__cluster_metadata-0"))) {
      return;
    }
    KafkaRaftServer controller = EmbeddedBroker.server(controllerAlone(properties));
    try {
      controller.startup();
      unregister(properties);
    } finally {
      EmbeddedBroker.stop(controller);
    }
  }

  private static Map<String, String> controllerAlone(Map<String, String> properties) {
    Map<String, String> alone = new TreeMap<>(properties);
    alone.put("process.roles", "controller");
    alone.put("listeners", "CONTROLLER://" + address(properties));
    alone.remove("advertised.listeners");
    return alone;
  }

  private static String address(Map<String, String> properties) {
    return properties.getOrDefault("controller.quorum.voters", "").replaceFirst("^[^@]*@", "");
  }

  private static void unregister(Map<String, String> properties) {
    int node = Integer.parseInt(properties.getOrDefault("node.id", ""));
    Map<String, Object> client =
        Map.of(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, address(properties));
    try (Admin admin = Admin.create(client)) {
      admin.unregisterBroker(node).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) {
        throw new KafkaException("the controller does not forget the last broker", e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while the controller forgets the last broker", e);
    }
  }
}
