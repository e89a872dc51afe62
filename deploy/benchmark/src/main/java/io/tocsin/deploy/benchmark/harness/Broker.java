package io.tocsin.deploy.benchmark.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A Kafka broker in a process of its own, on loopback, with its data in a folder of the run. */
public final class Broker implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final ChildJvm process;
  private final String bootstrap;

  private Broker(ChildJvm process, String bootstrap) {
    this.process = process;
    this.bootstrap = bootstrap;
  }

  /** Starts a broker with a heap of 512 MiB in {@code folder} and waits until it answers. */
  public static Broker start(Path folder, String java) {
    int port = freePort();
    Path properties = folder.resolve("broker.properties");
    write(properties, properties(folder.resolve("broker"), port, freePort()));
    LaunchSpec spec =
        new LaunchSpec(
            System.getProperty("java.class.path"),
            List.of("-Xmx512m", "-Xms512m"),
            BrokerMain.class.getName(),
            List.of(properties.toString()));
    ChildJvm process =
        ChildJvm.start("broker", List.of(java), spec, folder.resolve("logs/broker.log"));
    Broker broker = new Broker(process, "127.0.0.1:" + port);
    try {
      Waiting.until("the broker", START, broker::answers);
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /** Returns the address that clients are given. */
  public String bootstrap() {
    return bootstrap;
  }

  /** Returns its process. */
  public ChildJvm process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }

  private boolean answers() {
    if (!process.alive()) {
      throw new IllegalStateException("the broker has ended while it started");
    }
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", bootstrap,
                "default.api.timeout.ms", 2_000,
                "request.timeout.ms", 1_000))) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Old event times must not expire, and one broker is all the replicas there are. */
  private static String properties(Path data, int port, int controllerPort) {
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        log.retention.ms=-1
        log.retention.check.interval.ms=86400000
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        """
        .formatted(port, controllerPort, data);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
