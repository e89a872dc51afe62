/**
 * The keyed byte store of a shard, in memory or in RocksDB, with a cache of live objects above it.
 */
@NullMarked
package io.tocsin.pipeline.state;

import org.jspecify.annotations.NullMarked;
