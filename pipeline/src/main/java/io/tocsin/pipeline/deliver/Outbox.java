package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What waits, of all endpoints: the table, the queues over it, and what it takes of the budget. */
final class Outbox {
  private final Table<Long, OutboxEntry> entries;
  private final OutboxCodec codec = new OutboxCodec();
  private final Map<String, EndpointQueue> queues = new TreeMap<>();
  private final long giveUpAfter;
  private long next;
  private int messages;
  private long bytes;
  private int largest = 1;

  Outbox(ShardState state, long giveUpAfter) {
    this.giveUpAfter = giveUpAfter;
    entries =
        state.table(new TableSpec<>("deliver.outbox", OutboxCodec.VERSION, Codecs.LONG, codec));
    entries.forEach(this::enqueue);
  }

  EndpointQueue queue(String endpoint) {
    return queues.computeIfAbsent(endpoint, name -> new EndpointQueue());
  }

  /** Endpoints that something waits for or waited for. */
  List<String> endpoints() {
    return List.copyOf(queues.keySet());
  }

  void add(String endpoint, Notification notification, long wall) {
    OutboxEntry entry = new OutboxEntry(endpoint, notification, wall);
    entry.nextAt = wall;
    long number = next;
    entries.put(number, entry);
    enqueue(number, entry);
  }

  OutboxEntry get(Waiting waiting) {
    OutboxEntry entry = entries.get(waiting.number());
    if (entry == null) {
      throw new IllegalStateException("outbox has no entry " + waiting.number());
    }
    return entry;
  }

  void changed(Waiting waiting, OutboxEntry entry) {
    entries.put(waiting.number(), entry);
  }

  void remove(Waiting waiting, OutboxEntry entry) {
    entries.remove(waiting.number());
    queue(entry.endpoint).remove(waiting);
    messages--;
    bytes -= waiting.bytes();
  }

  /** How many more notifications may come, if each goes to so many endpoints. */
  long room(DeliverSettings.Budget budget, int fanOut) {
    long byBytes = Math.max(0, budget.bytes() - bytes) / largest;
    return Math.max(0, Math.min(budget.messages() - messages, byBytes)) / Math.max(1, fanOut);
  }

  int messages() {
    return messages;
  }

  long bytes() {
    return bytes;
  }

  /** Entries come in order of their numbers. */
  private void enqueue(long number, OutboxEntry entry) {
    next = number + 1;
    int size = codec.size(entry.notification);
    messages++;
    bytes += size;
    largest = Math.max(largest, size);
    queue(entry.endpoint)
        .add(
            new Waiting(
                number,
                entry.notification.groupKey(),
                entry.nextAt,
                entry.since + giveUpAfter,
                size));
  }
}
