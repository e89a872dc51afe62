package io.tocsin.deploy.cli;

import io.tocsin.connectors.kafka.TopicReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells how long a newcomer waited: from the start of this process, the launcher's work included,
 * until the worker has processed the first event. Watches on a thread of its own.
 */
final class FirstEvent implements AutoCloseable {
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts watching.
   *
   * @param topic what the worker writes when it has processed an event
   */
  FirstEvent(Map<String, String> client, String topic, PrintWriter out) {
    thread = new Thread(() -> watch(client, topic, out), "first-event");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch(Map<String, String> client, String topic, PrintWriter out) {
    try (TopicReader reader = new TopicReader(client, List.of(topic))) {
      boolean seen = false;
      while (!closed && !seen) {
        seen = !reader.poll(Duration.ofMillis(50)).isEmpty();
      }
      if (seen) {
        double seconds = Duration.between(started(), Instant.now()).toMillis() / 1000.0;
        out.printf(Locale.ROOT, "The first event is processed, %.1f s after the start.%n", seconds);
        out.flush();
      }
    }
  }

  private static Instant started() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .orElseGet(() -> Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
  }

  /** Waits until it is told, so that nothing else is written in between; not for ever. */
  void awaitTold() throws InterruptedException {
    thread.join(5000);
  }

  @Override
  public void close() {
    closed = true;
  }
}
