package io.tocsin.deploy.benchmark.live;

import io.tocsin.deploy.benchmark.job.Transition;
import io.tocsin.deploy.benchmark.load.AlertPlan;
import io.tocsin.deploy.benchmark.load.ReadingJson;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the readings of a plan when they are due, whatever the system under test does: a system
 * that stalls is not spared. One thread; {@link #close} ends it.
 */
final class PacedProducer implements AutoCloseable {
  private static final long STEP_MILLIS = 2;

  private final TransitionLog log;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final byte[][] keys;
  private final ReadingJson json = new ReadingJson();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private @Nullable Thread thread;
  private volatile boolean stopped;
  private volatile long sent;

  PacedProducer(String bootstrap, String topic, int sensors, TransitionLog log) {
    this.log = log;
    this.topic = topic;
    this.keys = new byte[sensors][];
    for (int sensor = 0; sensor < keys.length; sensor++) {
      keys[sensor] = ReadingJson.key(sensor);
    }
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "linger.ms", 5, "batch.size", 65_536, "acks", "all");
    ByteArraySerializer bytes = new ByteArraySerializer();
    this.producer = new KafkaProducer<>(settings, bytes, bytes);
  }

  /** Sends the readings up to an index as fast as it goes; returns when the broker has them. */
  void fill(AlertPlan plan, long upTo) {
    for (long index = 0; index < upTo; index++) {
      send(plan, index);
    }
    producer.flush();
  }

  /** Sends the readings of a plan from an index on when they are due. */
  void start(AlertPlan plan, long from) {
    Thread paced = new Thread(() -> run(plan, from), "paced-producer");
    thread = paced;
    paced.start();
  }

  /** Returns how many readings were sent. Any thread. */
  long sent() {
    return sent;
  }

  /**
   * Stops sending, and waits until the broker has what was sent.
   *
   * @throws IllegalStateException if something could not be sent
   */
  @Override
  public void close() {
    stopped = true;
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("the load on " + topic + " broke off", problem);
    }
  }

  private void run(AlertPlan plan, long from) {
    long next = from;
    while (!stopped && failure.get() == null) {
      long due = plan.due(System.currentTimeMillis());
      while (next < due) {
        send(plan, next++);
      }
      sent = next;
      pause();
    }
  }

  private void send(AlertPlan plan, long index) {
    int sensor = plan.sensor(index);
    long time = plan.time(index);
    double value = plan.value(index);
    boolean changes = plan.changes(index);
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(topic, keys[sensor], json.value(sensor, time, value)),
            (written, problem) -> {
              failure.compareAndSet(null, problem);
              if (changes && problem == null) {
                Transition caused =
                    new Transition(ReadingJson.sensorId(sensor), time, value > Transition.LIMIT);
                log.sent(caused, written.partition(), written.timestamp());
              }
            });
  }

  private void pause() {
    try {
      Thread.sleep(STEP_MILLIS);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }
}
