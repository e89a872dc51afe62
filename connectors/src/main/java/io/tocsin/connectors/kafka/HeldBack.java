package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which partitions a transaction keeps from being read, and whose it is. What is behind the
 * last stable offset is hidden from every {@code read_committed} reader; where that offset stands
 * still for longer than a transaction of ours may last, a person has to know why nothing comes.
 *
 * <p>{@link #check} is for one thread, {@link #found} for any.
 */
public final class HeldBack {
  /**
   * Longer than a transaction of ours lasts when its worker is dead: its time-out (10 s) and the
   * broker's next look (10 s).
   */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(HeldBack.class);

  private final Admin admin;
  private final InstantSource clock;
  private final long patience;
  private final Map<TopicPartition, Stand> stands = new HashMap<>();
  private final Map<TopicPartition, String> found = new ConcurrentHashMap<>();

  /**
   * Asks the brokers of an admin client.
   *
   * @param patience how long a last stable offset may stand still before anybody hears of it
   */
  public HeldBack(TopicAdmin admin, InstantSource clock, Duration patience) {
    this.admin = admin.admin();
    this.clock = clock;
    this.patience = patience.toMillis();
  }

  /** What is held back, and by whose transaction: a sentence or two for people. */
  public Map<TopicPartition, String> found() {
    return Map.copyOf(found);
  }

  /**
   * Looks at partitions that somebody waits for, and forgets all others. Waits for the brokers;
   * what they do not answer is asked again the next time.
   */
  public void check(Collection<TopicPartition> partitions) {
    stands.keySet().retainAll(partitions);
    found.keySet().retainAll(partitions);
    if (partitions.isEmpty()) {
      return;
    }
    try {
      Map<TopicPartition, Long> stable = ends(partitions, IsolationLevel.READ_COMMITTED);
      Map<TopicPartition, Long> ends = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
      for (TopicPartition p : partitions) {
        look(p, stable.getOrDefault(p, 0L), ends.getOrDefault(p, 0L));
      }
    } catch (ExecutionException e) {
      LOG.debug("cannot see whether a transaction holds a partition back", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(TopicPartition p, long stable, long end) throws InterruptedException {
    long now = clock.millis();
    Stand stand = stands.get(p);
    if (stand == null || stand.stable != stable || stable >= end) {
      stands.put(p, new Stand(stable, now));
      if (found.remove(p) != null) {
        LOG.info("{} is no longer held back", p);
      }
    } else if (now - stand.since >= patience) {
      String text = Holder.of(admin, p, stable, end).text();
      if (found.put(p, text) == null) {
        LOG.warn("{}", text);
      }
    }
  }

  private Map<TopicPartition, Long> ends(Collection<TopicPartition> of, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    of.forEach(p -> latest.put(p, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(latest, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .forEach((p, end) -> ends.put(p, end.offset()));
    return ends;
  }

  /** A last stable offset, and since when it is there. */
  private record Stand(long stable, long since) {}
}
