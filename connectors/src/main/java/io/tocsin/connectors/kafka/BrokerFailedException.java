package io.tocsin.connectors.kafka;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded broker cannot be started; the message is all that people need. */
public final class BrokerFailedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  BrokerFailedException(String message) {
    super(message);
  }

  BrokerFailedException(Path folder, RuntimeException cause) {
    super("the embedded broker does not start (data in " + folder + "): " + reasons(cause), cause);
  }

  /** Kafka tells what was being done first, and what was wrong last. */
  private static String reasons(RuntimeException failure) {
    StringBuilder reasons = new StringBuilder();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      add(reasons, at.getMessage());
    }
    return reasons.isEmpty() ? failure.toString() : reasons.toString();
  }

  private static void add(StringBuilder reasons, @Nullable String message) {
    if (message != null && reasons.indexOf(message) < 0) {
      reasons.append(reasons.isEmpty() ? "" : ": ").append(message);
    }
  }
}
