package io.tocsin.connectors.kafka;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The transaction at which a partition's last stable offset stands.
 *
 * @param partition that is held back
 * @param at the last stable offset
 * @param end the high watermark
 * @param producer whose transaction begins there; null if none was found
 * @param transactionalId the producer's; null if no coordinator knows it
 * @param transaction what its coordinator says; null if it says nothing
 * @param problem why something of this could not be asked; empty if all could
 */
record Holder(
    TopicPartition partition,
    long at,
    long end,
    @Nullable ProducerState producer,
    @Nullable String transactionalId,
    @Nullable TransactionDescription transaction,
    String problem) {
  /** Asks partition leader and coordinators. Waits for them. */
  static Holder of(Admin admin, TopicPartition partition, long at, long end)
      throws InterruptedException {
    ProducerState producer = null;
    String id = null;
    TransactionDescription transaction = null;
    String problem = "";
    try {
      producer = oldest(admin, partition);
      id = producer == null ? null : transactionalId(admin, producer.producerId());
      transaction = id == null ? null : admin.describeTransactions(List.of(id)).all().get().get(id);
    } catch (ExecutionException e) {
      problem = String.valueOf(e.getCause());
    }
    return new Holder(partition, at, end, producer, id, transaction, problem);
  }

  private static @Nullable ProducerState oldest(Admin admin, TopicPartition partition)
      throws ExecutionException, InterruptedException {
    return admin
        .describeProducers(List.of(partition))
        .partitionResult(partition)
        .get()
        .activeProducers()
        .stream()
        .filter(p -> p.currentTransactionStartOffset().isPresent())
        .min(Comparator.comparingLong(p -> p.currentTransactionStartOffset().orElseThrow()))
        .orElse(null);
  }

  private static @Nullable String transactionalId(Admin admin, long producer)
      throws ExecutionException, InterruptedException {
    return admin
        .listTransactions(new ListTransactionsOptions().filterProducerIds(Set.of(producer)))
        .all()
        .get()
        .stream()
        .map(TransactionListing::transactionalId)
        .findFirst()
        .orElse(null);
  }

  /** For people: what is held back, by whom, and what can be done. */
  String text() {
    return "%s is held back at offset %d, and the %d offsets up to its end are hidden from readers of what is committed: %s"
        .formatted(partition, at, end - at, producer == null ? unknown() : by(producer));
  }

  private String unknown() {
    return problem.isEmpty()
        ? "no producer has a transaction open there; it may just have ended"
        : "whose transaction it is could not be asked: " + problem;
  }

  private String by(ProducerState open) {
    String who =
        "producer %d, epoch %d, has a transaction open there, its last record is of %s. "
            .formatted(
                open.producerId(),
                open.producerEpoch(),
                Instant.ofEpochMilli(open.lastTimestamp()));
    if (!problem.isEmpty()) {
      return who + "What its coordinator says could not be asked: " + problem;
    }
    if (transactionalId == null || transaction == null) {
      return who + "No coordinator knows it, so it will not end by itself: " + abort();
    }
    String whose = who + "Its transactional id is " + transactionalId + ". ";
    TransactionState state = transaction.state();
    return whose
        + switch (state) {
          case ONGOING -> ongoing(transaction);
          case PREPARE_ABORT, PREPARE_COMMIT, PREPARE_EPOCH_FENCE ->
              "Its coordinator, broker %d, is ending it (%s): look into that broker's log if it takes long"
                  .formatted(transaction.coordinatorId(), state);
          case COMPLETE_COMMIT ->
              "Its coordinator takes it for committed and will not end it; a broker that stopped while it ended a"
                  + " transaction can leave one so (KAFKA-20734). What it wrote is complete and cannot be shown by"
                  + " Kafka's tools; to go on without it, and lose it: "
                  + abort();
          default -> "Its coordinator has it as " + state + " and will not end it: " + abort();
        };
  }

  private String ongoing(TransactionDescription open) {
    return open.topicPartitions().contains(partition)
        ? "It ends when its producer ends it, or by its time-out of %d s"
            .formatted(open.transactionTimeoutMs() / 1000)
        : "Its coordinator does not know that it wrote here and will not end it: " + abort();
  }

  private String abort() {
    return "kafka-transactions.sh --bootstrap-server ... abort --topic %s --partition %d --start-offset %d"
        .formatted(partition.topic(), partition.partition(), at);
  }
}
