package io.tocsin.connectors.sensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;

/** How long the storage takes to make one block durable. */
final class StorageProbe {
  private static final int BLOCK = 4096;

  private final Path folder;
  private final LongSupplier nanos;

  StorageProbe(Path folder, LongSupplier nanos) {
    this.folder = folder;
    this.nanos = nanos;
  }

  /** Writes a block to a temporary file and forces it to the storage; milliseconds. */
  double measure() throws IOException {
    Path file = Files.createTempFile(folder, "tocsin-probe-", ".tmp");
    // Deleted on close is, where the system can do it, deleted at once and written to while it has
    // no name: then not even a killed process leaves it behind.
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
      long start = nanos.getAsLong();
      channel.write(ByteBuffer.allocate(BLOCK));
      channel.force(true);
      return (nanos.getAsLong() - start) / 1e6;
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
