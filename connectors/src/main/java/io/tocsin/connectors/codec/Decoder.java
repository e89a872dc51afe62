package io.tocsin.connectors.codec;

import io.tocsin.pipeline.flow.Records;
import org.jspecify.annotations.Nullable;

/**
 * Makes sensor events of records in one wire format. It remembers series from record to record, so
 * one instance serves one shard, on its lane's thread. Made by {@link Codecs#decoder}.
 */
public interface Decoder {
  /**
   * Decodes one record: all of its events reach the sink, in the order of the document, or none
   * does and the answer says why. Whatever the bytes are, nothing is thrown.
   *
   * @param records where the record is; nothing of it is kept
   * @param index which one
   * @return null if the record was understood, even if no number was in it; else what is wrong
   */
  @Nullable Undecodable decode(Records records, int index, EventSink sink);

  /**
   * Whether the record decoded last is itself one native event that carries its own time, so that
   * its bytes can be passed on as they are.
   */
  boolean passThrough();

  /**
   * Whether the record decoded last names its sensor by exactly these bytes. True is certain; false
   * may only mean that the decoder cannot tell without making a text of them.
   */
  default boolean namesSensor(byte[] bytes) {
    return false;
  }
}
