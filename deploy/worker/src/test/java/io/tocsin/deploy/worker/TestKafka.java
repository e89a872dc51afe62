package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.codec.MarkCodec;
import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.kafka.TopicAdmin;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.kafka.TopicSpec;
import io.tocsin.connectors.notify.console.ConsoleReceiver;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A broker, and what its users do: send bytes, run workers, read topics. */
final class TestKafka implements AutoCloseable {
  private static @Nullable TestKafka shared;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedBroker broker;
  private final Map<String, String> client;
  private final KafkaProducer<byte[], byte[]> producer;
  private final TopicAdmin admin;

  /** The one of all tests that need no other; each takes a topic prefix of its own. */
  static synchronized TestKafka shared() {
    TestKafka running = shared;
    if (running == null) {
      running = new TestKafka(0, Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(running::close, "test-kafka"));
      shared = running;
    }
    return running;
  }

  /**
   * @param port where the broker listens; 0 for any
   * @param overrides properties of the broker
   */
  TestKafka(int port, Map<String, String> overrides) {
    broker = EmbeddedBroker.startTemporary(port, overrides);
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = new TopicAdmin(client);
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("compression.type", "lz4");
    properties.put("max.request.size", 16 << 20);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  Map<String, String> client() {
    return client;
  }

  TopicAdmin admin() {
    return admin;
  }

  /** A record as it stands in a topic. */
  record Seen(
      int partition, byte @Nullable [] key, byte @Nullable [] value, Map<String, String> headers) {
    String text() {
      return value == null ? "null" : new String(value, UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  void topic(String name, int partitions) {
    admin.create(List.of(new TopicSpec(name, "any", partitions, "delete", -1)));
  }

  /** Sends one record and waits for the broker's answer, if it is the last of its kind. */
  void send(
      String topic, @Nullable Integer partition, byte @Nullable [] key, byte @Nullable [] value) {
    var unused = producer.send(new ProducerRecord<>(topic, partition, key, value));
  }

  void send(String topic, String value) {
    send(topic, null, null, value.getBytes(UTF_8));
  }

  /** Waits until the broker has everything that was sent. */
  void flush() {
    producer.flush();
  }

  /** Sends one record that the broker must take. */
  void mustSend(String topic, byte @Nullable [] key, byte @Nullable [] value)
      throws InterruptedException {
    try {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    } catch (ExecutionException e) {
      throw new AssertionError("not taken: " + e.getCause(), e);
    }
  }

  /** Everything committed in a topic but marks, by partition and offset. */
  List<Seen> read(String topic, String... headers) {
    List<Seen> seen = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client, List.of(topic))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(Duration.ofMillis(200))) {
          for (int i = 0; i < records.size(); i++) {
            if (!MarkCodec.isMark(records, i)) {
              seen.add(seen(records, i, headers));
            }
          }
        }
      }
    }
    return seen;
  }

  private static Seen seen(Records records, int i, String... names) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : names) {
      byte[] value = records.header(i, name);
      if (value != null) {
        headers.put(name, new String(value, UTF_8));
      }
    }
    return new Seen(records.partition(), records.key(i), records.value(i), headers);
  }

  /** Waits until a topic holds that many records. */
  List<Seen> await(String topic, int count, String... headers) {
    List<Seen> seen = new ArrayList<>();
    await(
        topic + " has " + count + " records",
        () -> {
          seen.clear();
          seen.addAll(read(topic, headers));
          return seen.size() >= count;
        });
    return seen;
  }

  static void await(String what, Callable<Boolean> is) {
    Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(is);
  }

  /** Starts a worker and waits until it is ready. */
  WorkerProcess worker(Path folder, String platform, String rules) {
    WorkerProcess worker = starting(folder, platform, rules);
    await("the worker is ready", () -> ready(worker));
    return worker;
  }

  /** Starts a worker as its files say. */
  WorkerProcess starting(Path folder, String platform, String rules) {
    Loaded loaded = load(folder, platform, rules);
    Map<String, String> kafka = new LinkedHashMap<>(client);
    kafka.putAll(loaded.file().kafka());
    WorkerSettings settings = loaded.settings(kafka, InstanceId.in(folder.resolve("data")), 1);
    PrintStream silent = new PrintStream(java.io.OutputStream.nullOutputStream(), false, UTF_8);
    return new WorkerProcess(
        null, settings, loaded.ruleSet(), new ConsoleReceiver(silent, false, ZoneOffset.UTC));
  }

  private static Loaded load(Path folder, String platform, String rules) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("rules.yaml"), rules);
      Path file =
          Files.writeString(
              folder.resolve("tocsin.yaml"),
              platform.replace("STATE", folder.resolve("data").toString())
                  + "\nrule_files: [rules.yaml]\n");
      Problems problems = new Problems();
      Loaded loaded = Loaded.read(file, name -> null, problems);
      assertThat(problems.list()).isEmpty();
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean ready(WorkerProcess worker) {
    return Http.get(worker, "/readyz").status() == 200;
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
    broker.close();
  }
}
