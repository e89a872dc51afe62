package io.tocsin.deploy.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the readings when they are due, whatever happens to workers and broker. Idempotent, so that
 * what the broker has is the plan, once and in order. One thread.
 */
final class Load {
  private final CrashInput plan;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "load");
  private final AtomicLong next = new AtomicLong();

  Load(CrashInput plan, String topic, String bootstrap) {
    this.plan = plan;
    this.topic = topic;
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", bootstrap);
    properties.put("linger.ms", 5);
    properties.put("enable.idempotence", true);
    properties.put("acks", "all");
    properties.put("delivery.timeout.ms", 300_000);
    properties.put("request.timeout.ms", 5_000);
    properties.put("max.block.ms", 120_000);
    properties.put("reconnect.backoff.max.ms", 200);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void start() {
    thread.start();
  }

  /** Readings handed to the producer so far. */
  long sent() {
    return next.get();
  }

  /** Stops, closes every window, and returns how many readings there were. */
  long finish() throws InterruptedException {
    stop.countDown();
    thread.join();
    long count = next.get();
    for (int i = 0; i < plan.sensors(); i++) {
      send(plan.sensor(i), plan.closingTime(count), 0);
    }
    close();
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("the load on " + topic + " broke off", problem);
    }
    return count;
  }

  void close() {
    stop.countDown();
    producer.close();
  }

  private void run() {
    try {
      while (!stop.await(5, TimeUnit.MILLISECONDS) && failure.get() == null) {
        long due = plan.due(System.currentTimeMillis());
        for (long i = next.get(); i < due && stop.getCount() > 0; i = next.incrementAndGet()) {
          send(plan.sensor(i), plan.time(i), plan.value(i));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void send(String sensor, long time, double value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, sensor.getBytes(UTF_8), plan.json(sensor, time, value)),
            (written, problem) -> {
              if (problem != null) {
                failure.compareAndSet(null, problem);
              }
            });
  }
}
