package io.tocsin.pipeline.state;

import io.tocsin.pipeline.state.StateException.Reason;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says what RocksDB's errors mean for the shard. */
final class RocksErrors {
  private RocksErrors() {}

  static StateException of(String what, Path folder, RocksDBException e) {
    Reason reason = reason(e.getStatus(), e.getMessage());
    return new StateException(
        reason, what + " " + folder + ": " + advice(reason) + ": " + e.getMessage(), e);
  }

  /**
   * RocksDB tells a full disk by a sub-code; what else the device said is only in the text, in the
   * words of strerror(3).
   */
  static Reason reason(@Nullable Status status, @Nullable String message) {
    String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
    if (status != null) {
      if (status.getSubCode() == Status.SubCode.NoSpace) {
        return Reason.DISK_FULL;
      }
      if (status.getCode() == Status.Code.Corruption) {
        return Reason.CORRUPTED;
      }
    }
    if (text.contains("no space left") || text.contains("quota exceeded")) {
      return Reason.DISK_FULL;
    }
    if (text.contains("read-only file system")
        || text.contains("permission denied")
        || text.contains("operation not permitted")) {
      return Reason.READ_ONLY;
    }
    if (text.contains("lock") && (text.contains("hold") || text.contains("unavailable"))) {
      return Reason.LOCKED;
    }
    // A table or manifest that is gone cannot come back by waiting.
    if (text.contains("no such file") || text.contains("input/output error")) {
      return Reason.CORRUPTED;
    }
    return Reason.IO;
  }

  static String advice(Reason reason) {
    return switch (reason) {
      case DISK_FULL -> "no room on the device; free some, the shard goes on by itself";
      case READ_ONLY -> "cannot be written; make it writable, the shard goes on by itself";
      case LOCKED -> "another process has it open; two workers need two data folders";
      case CORRUPTED -> "the local state is damaged; it is restored from the changelog";
      case NEWER_VERSION -> "written by a newer release";
      case UNREADABLE -> "an entry does not decode";
      case IO -> "the device failed";
    };
  }
}
