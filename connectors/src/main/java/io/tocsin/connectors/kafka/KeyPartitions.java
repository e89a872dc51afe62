package io.tocsin.connectors.kafka;

import org.apache.kafka.common.utils.Utils;

/** Where Java's producers put a key. */
public final class KeyPartitions {
  private KeyPartitions() {}

  /**
   * The partition of a key by the client's own partitioner (murmur2), which differs from
   * librdkafka's default (CRC32).
   */
  public static int of(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
