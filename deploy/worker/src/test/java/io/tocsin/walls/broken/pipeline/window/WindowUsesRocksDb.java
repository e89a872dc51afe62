package io.tocsin.walls.broken.pipeline.window;

import org.rocksdb.RocksDB;

record WindowUsesRocksDb(RocksDB store) {}
