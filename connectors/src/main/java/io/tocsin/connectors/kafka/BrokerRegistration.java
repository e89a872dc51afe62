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
import org.apache.kafka.storage.internals.checkpoint.CleanShutdownFileHandler;

/**
 * What the controller of an embedded broker knows of a broker that was killed. Controller and
 * broker die together, so after the start the controller takes the dead broker for alive until its
 * session ends. Until then it refuses the living one, and that one leads its partitions by the dead
 * one's registration, loads its transactions, loses all leaders, and gets them back. In between the
 * transaction coordinator skips the markers of what it has to complete, as if the partitions were
 * deleted, and such a transaction never ends (KAFKA-20734).
 */
final class BrokerRegistration {
  private BrokerRegistration() {}

  /**
   * Has the controller forget a broker that did not end in order, before the broker starts: its
   * first look at the cluster shows no leaders, and it gets them all at once.
   *
   * @param log the broker's log folder
   * @param properties the node's, of both roles
   */
  static void forgetTheDead(Path log, Map<String, String> properties) {
    boolean ended =
        Files.exists(log.resolve(CleanShutdownFileHandler.CLEAN_SHUTDOWN_FILE_NAME))
            || !Files.exists(log.resolve("__cluster_metadata-0"));
    if (ended) {
      return;
    }
    KafkaRaftServer controller = EmbeddedBroker.server(controllerAlone(properties));
    controller.startup();
    try {
      unregister(properties);
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
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
        throw new KafkaException("the controller does not forget the dead broker", e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while the controller forgets the dead broker", e);
    }
  }
}
