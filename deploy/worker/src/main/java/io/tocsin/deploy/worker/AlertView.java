package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.IncidentCodec;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.flow.Records;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current alerts and incidents of the whole installation, whichever worker they come from: read
 * from the compacted topics by a thread of its own. What they say is decoded when somebody looks:
 * most are replaced before that, and a worker that starts has more urgent things to do. Any thread
 * may look.
 */
public final class AlertView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertView.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Topics topics;
  private final Map<String, String> kafka;
  private final Map<String, Unread<Alert>> alerts = new ConcurrentSkipListMap<>();
  private final Map<String, Unread<Incident>> incidents = new ConcurrentSkipListMap<>();
  private final Thread thread;
  private volatile boolean stopping;
  private volatile boolean caughtUp;

  /** Starts reading. */
  public AlertView(Topics topics, Map<String, String> kafka) {
    this.topics = topics;
    this.kafka = kafka;
    thread = new Thread(this::run, "alert-view");
    thread.setDaemon(true);
    thread.start();
  }

  /** Active alerts, by fingerprint. */
  public List<Alert> alerts() {
    return alerts.values().stream().map(Unread::get).flatMap(Optional::stream).toList();
  }

  /** Incidents that are not forgotten, by id. */
  public List<Incident> incidents() {
    return incidents.values().stream().map(Unread::get).flatMap(Optional::stream).toList();
  }

  /** Whether everything that was there at the start has been read. */
  public boolean caughtUp() {
    return caughtUp;
  }

  private void run() {
    while (!stopping) {
      try (TopicReader reader =
          new TopicReader(kafka, List.of(topics.currentAlerts(), topics.incidents()))) {
        while (!stopping) {
          reader.poll(POLL).forEach(this::take);
          if (!caughtUp) {
            caughtUp = reader.atEnd();
          }
        }
      } catch (RuntimeException e) {
        LOG.warn("the view of current alerts starts again: {}", e.toString());
      }
    }
  }

  private void take(Records records) {
    boolean isAlert = records.topic().equals(topics.currentAlerts());
    for (int i = 0; i < records.size(); i++) {
      byte[] key = records.key(i);
      if (key == null) {
        continue;
      }
      String id = new String(key, java.nio.charset.StandardCharsets.UTF_8);
      byte @Nullable [] value = records.value(i);
      if (value == null) {
        alerts.remove(id);
        incidents.remove(id);
      } else if (isAlert) {
        alerts.put(id, new Unread<>(value, AlertCodec::read));
      } else {
        incidents.put(id, new Unread<>(value, IncidentCodec::read));
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A record's value, decoded once, when it is asked for. Safe for use by any thread. */
  private static final class Unread<T> {
    private final Function<byte[], T> codec;
    private byte @Nullable [] bytes;
    private Optional<T> value = Optional.empty();

    Unread(byte[] bytes, Function<byte[], T> codec) {
      this.bytes = bytes;
      this.codec = codec;
    }

    /** Empty if it cannot be read, which is said once. */
    synchronized Optional<T> get() {
      byte[] due = bytes;
      if (due != null) {
        bytes = null;
        try {
          value = Optional.of(codec.apply(due));
        } catch (RuntimeException e) {
          LOG.warn("the view of current alerts leaves out what it cannot read: {}", e.toString());
        }
      }
      return value;
    }
  }
}
