package io.tocsin.pipeline.state;

/**
 * Name and form of one table of a shard's state. The name is what the state is found by after an
 * upgrade: it names what the state means (a rule's identity, a window's shape), never a place in a
 * graph.
 *
 * @param name unique within the shard; part of the stored key
 * @param version version of the value's format that is written now, 1 and up
 */
public record TableSpec<K, V>(String name, int version, Codec<K> keys, Codec<V> values) {}
