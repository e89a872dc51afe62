package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker and controller (KRaft) inside this process, on loopback, for one machine: the
 * same broker, the same log format, the same protocol as a cluster's.
 *
 * <p>Start and stop may be called by any thread, each once.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private final KafkaRaftServer server;
  private final String bootstrapServers;
  private final Path folder;
  private final boolean temporary;
  private final @Nullable FileLock lock;

  private EmbeddedBroker(
      KafkaRaftServer server,
      String bootstrapServers,
      Path folder,
      boolean temporary,
      @Nullable FileLock lock) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
    this.folder = folder;
    this.temporary = temporary;
    this.lock = lock;
  }

  /**
   * Starts a broker whose data stay in {@code folder} and are found again at the next start.
   *
   * @param port to listen on, or 0 for any free one
   * @param overrides broker properties that win over ours
   * @throws BrokerFailedException if another process uses the folder, or the broker does not start
   */
  public static EmbeddedBroker start(Path folder, int port, Map<String, String> overrides) {
    return start(folder, port, overrides, false);
  }

  /** Starts a broker on any free port whose data are removed when it is closed. */
  public static EmbeddedBroker startTemporary(Map<String, String> overrides) {
    return startTemporary(0, overrides);
  }

  /** The same on a given port. */
  public static EmbeddedBroker startTemporary(int port, Map<String, String> overrides) {
    try {
      return start(Files.createTempDirectory("tocsin-kafka-"), port, overrides, true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary folder for the broker", e);
    }
  }

  private static EmbeddedBroker start(
      Path folder, int port, Map<String, String> overrides, boolean temporary) {
    FileLock lock = lock(folder);
    KafkaRaftServer server = null;
    try {
      int[] free = freePorts();
      int listen = port == 0 ? free[0] : port;
      Map<String, String> properties = properties(folder, listen, free[1]);
      properties.putAll(overrides);
      format(folder, properties);
      BrokerRegistration.forgetTheLast(folder.resolve("log"), properties);
      server = server(properties);
      server.startup();
      return new EmbeddedBroker(server, "127.0.0.1:" + listen, folder, temporary, lock);
    } catch (RuntimeException e) {
      if (server != null) {
        stop(server);
      }
      release(lock);
      if (temporary) {
        delete(folder);
      }
      throw new BrokerFailedException(folder, e);
    }
  }

  /** A node of the roles that the properties name, not started. */
  static KafkaRaftServer server(Map<String, String> properties) {
    Properties all = new Properties();
    all.putAll(properties);
    return new KafkaRaftServer(KafkaConfig.fromProps(all, false), Time.SYSTEM);
  }

  /** Ends a node, however far its start came. */
  static void stop(KafkaRaftServer node) {
    node.shutdown();
    node.awaitShutdown();
  }

  /** Where clients connect: host and port. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    stop(server);
    release(lock);
    if (temporary) {
      delete(folder);
    }
  }

  private static Map<String, String> properties(Path folder, int port, int controllerPort) {
    Map<String, String> p = new TreeMap<>();
    p.put("process.roles", "broker,controller");
    p.put("node.id", "1");
    p.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("controller.listener.names", "CONTROLLER");
    p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    p.put("log.dirs", folder.resolve("log").toString());
    // One broker: every replicated topic of the broker's own has one replica.
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "4");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.state.log.num.partitions", "4");
    p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    // The lanes of a worker that starts come one shortly after the other: together they share
    // partitions at once, where the second would first have to wait for what the first gives up.
    p.put("group.initial.rebalance.delay.ms", "200");
    // A dead worker's shards are another's as soon as on the classic protocol, where the client
    // says
    // when; who wants it sooner may.
    p.put("group.min.session.timeout.ms", "1000");
    p.put("group.consumer.session.timeout.ms", "8000");
    p.put("group.consumer.min.session.timeout.ms", "1000");
    p.put("group.consumer.heartbeat.interval.ms", "500");
    p.put("group.consumer.min.heartbeat.interval.ms", "200");
    p.put("num.partitions", "4");
    // A topic that a sensor creates by writing to it may hold event times of any age.
    p.put("log.retention.ms", "-1");
    p.put("log.cleaner.dedupe.buffer.size", "33554432");
    p.put("transaction.partition.verification.enable", "true");
    // Nobody could take its partitions over; see BrokerRegistration for what giving them up does.
    p.put("controlled.shutdown.enable", "false");
    return p;
  }

  private static void format(Path folder, Map<String, String> properties) {
    try {
      Files.createDirectories(folder.resolve("log"));
      Path file = folder.resolve("broker.properties");
      Properties out = new Properties();
      out.putAll(properties);
      try (var stream = Files.newOutputStream(file)) {
        out.store(stream, "written at every start");
      }
      if (Files.exists(folder.resolve("log").resolve("meta.properties"))) {
        return;
      }
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      String[] arguments = {
        "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
      };
      int status = StorageTool.execute(arguments, new PrintStream(said, true, UTF_8));
      if (status != 0) {
        throw new IllegalStateException("cannot format the log folder: " + said.toString(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the broker's folder " + folder, e);
    }
  }

  @SuppressWarnings("resource") // the lock holds its channel; release() closes both
  private static FileLock lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new BrokerFailedException(
            "another process runs a broker on " + folder + ": stop it, or name another folder");
      }
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the broker's folder " + folder, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void release(@Nullable FileLock lock) {
    if (lock == null) {
      return;
    }
    try {
      lock.acquiredBy().close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release the broker's folder", e);
    }
  }

  /** Two, which are not the same. */
  private static int[] freePorts() {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.deleteIfExists(path);
                } catch (IOException e) {
                  throw new UncheckedIOException("cannot remove " + path, e);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
