package io.tocsin.deploy.benchmark.streams;

import io.tocsin.deploy.benchmark.job.JobArguments;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka Streams as its documentation advises for throughput: a large record cache, a thread per
 * core, the default in-memory budget of RocksDB replaced by one shared cache, larger fetches and
 * batches than the defaults.
 */
final class StreamsSettings {
  private static final long MIB = 1_048_576;

  private StreamsSettings() {}

  static Properties of(JobArguments arguments) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, arguments.text("group"));
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments.text("bootstrap"));
    settings.put(StreamsConfig.STATE_DIR_CONFIG, arguments.text("folder"));
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, arguments.text("guarantee"));
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, arguments.number("threads"));
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, arguments.number("commit.ms"));
    settings.put(
        StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, arguments.number("cache.mib") * MIB);
    settings.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, arguments.number("standbys"));
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksMemory.class);
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5_000);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4_194_304);
    // A process that comes back takes its old place; one that does not is missed soon.
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        "member-" + Path.of(arguments.text("folder")).getFileName());
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 131_072);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 10);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 67_108_864L);
    return settings;
  }
}
