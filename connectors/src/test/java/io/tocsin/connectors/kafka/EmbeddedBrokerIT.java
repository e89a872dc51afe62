package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker inside the process: its port, its folder, its life. */
class EmbeddedBrokerIT {
  private static final String TOPIC = "kept";

  @TempDir private Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Map<String, String> client(EmbeddedBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static void publish(EmbeddedBroker broker, String value, long time) {
    try (TopicAdmin admin = new TopicAdmin(client(broker));
        EdgePublisher publisher = new EdgePublisher(client(broker))) {
      admin.create(List.of(new TopicSpec(TOPIC, "any", 1, "delete", 86_400_000)));
      publisher
          .publish(
              new OutRecord(
                  TOPIC, OutRecord.BY_KEY, null, value.getBytes(UTF_8), Map.of(), time, false))
          .block();
    }
  }

  private static List<String> read(EmbeddedBroker broker) {
    List<String> values = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client(broker), List.of(TOPIC))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(Duration.ofMillis(100))) {
          for (int i = 0; i < records.size(); i++) {
            byte[] value = records.value(i);
            values.add(value == null ? "" : new String(value, UTF_8));
          }
        }
      }
    }
    return values;
  }

  @Test
  void dataInANamedFolderSurviveAndAreUsedByOneBrokerAtATime() throws IOException {
    int port = freePort();
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port, Map.of())) {
      assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
      // An event time of long ago: the topic keeps records for a day from their arrival.
      publish(broker, "first", 1_000_000_000_000L);
      assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0, Map.of()))
          .isInstanceOf(BrokerFailedException.class)
          .hasMessageContaining(folder.toString());
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, Map.of())) {
      assertThat(broker.bootstrapServers()).isNotEqualTo("127.0.0.1:0");
      publish(broker, "second", -1);
      assertThat(read(broker)).containsExactly("first", "second");
    }
    assertThat(folder).isNotEmptyDirectory();
  }

  /**
   * The files as they lie on disk while a broker runs are what a kill leaves. Its registration
   * would keep any other out for ten minutes.
   */
  @Test
  @Timeout(120)
  void theLastBrokerIsForgottenByItsControllerHoweverItEnded() throws IOException {
    Map<String, String> patient = Map.of("broker.session.timeout.ms", "600000");
    Path killed = folder.resolve("killed");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("first"), 0, patient)) {
      publish(broker, "written", -1);
      copy(folder.resolve("first"), killed);
    }
    for (int start = 0; start < 2; start++) {
      // The second time it ended in order.
      try (EmbeddedBroker broker = EmbeddedBroker.start(killed, 0, patient)) {
        assertThat(read(broker)).containsExactly("written");
      }
    }
  }

  /**
   * A broker that gives up its partitions before it stops would tell transactions that end in
   * between complete without their markers.
   */
  @Test
  @Timeout(120)
  void noTransactionIsLeftOpenByABrokerThatStopsWhileItEnds() throws Exception {
    int port = freePort();
    List<Committer> committers = new ArrayList<>();
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port, Map.of())) {
      publish(broker, "first", -1);
      for (int i = 0; i < 12; i++) {
        committers.add(new Committer(broker.bootstrapServers(), TOPIC, "committer-" + i));
      }
      committers.forEach(Committer::start);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> committers.stream().allMatch(c -> c.committed() >= 20));
    }
    for (Committer committer : committers) {
      committer.stop();
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port, Map.of())) {
      for (Committer committer : committers) {
        committer.endWhatIsOpen();
      }
      try (Admin admin = Admin.create(Map.copyOf(client(broker)))) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThat(end(admin, IsolationLevel.READ_COMMITTED))
                        .isEqualTo(end(admin, IsolationLevel.READ_UNCOMMITTED)));
      }
      assertThat(read(broker))
          .hasSizeGreaterThan(committers.stream().mapToInt(Committer::committed).sum());
    }
  }

  private static long end(Admin admin, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
        .partitionResult(partition)
        .get()
        .offset();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(path)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            try {
              Files.copy(path, to.resolve(from.relativize(path)));
            } catch (NoSuchFileException e) {
              return visitFileFailed(path, e);
            }
            return FileVisitResult.CONTINUE;
          }

          /** A file that the broker was just replacing: a kill may leave it or not. */
          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }

  @Test
  void aTemporaryBrokerLeavesNothingBehind() throws IOException {
    Path own;
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary(Map.of())) {
      publish(broker, "gone", -1);
      own = folderOf(broker);
      assertThat(own).isNotEmptyDirectory();
    }
    assertThat(own).doesNotExist();
  }

  /** The temporary folder whose settings name the broker's port. */
  private static Path folderOf(EmbeddedBroker broker) throws IOException {
    String port = broker.bootstrapServers().replaceFirst(".*:", "");
    try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith("tocsin-kafka-"))
          .filter(path -> has(path.resolve("broker.properties"), port))
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean has(Path file, String text) {
    try {
      return Files.exists(file) && Files.readString(file).contains(text);
    } catch (IOException e) {
      return false;
    }
  }
}
