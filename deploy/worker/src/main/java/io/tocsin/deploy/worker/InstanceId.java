package io.tocsin.deploy.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * What a worker is known by again after a restart: made once, kept in its folder. With it a
 * restarted worker takes its shards back at once, and fences what its predecessor left open.
 */
public final class InstanceId {
  private InstanceId() {}

  /** The id kept in a folder; made if there is none. */
  public static String in(Path folder) {
    Path file = folder.resolve("instance");
    try {
      Files.createDirectories(folder);
      if (!Files.exists(file)) {
        Path fresh = folder.resolve("instance.new");
        Files.writeString(fresh, UUID.randomUUID().toString().substring(0, 8));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the worker's identity in " + folder, e);
    }
  }
}
