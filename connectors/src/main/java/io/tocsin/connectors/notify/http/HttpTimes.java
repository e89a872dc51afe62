package io.tocsin.connectors.notify.http;

import java.time.Duration;

/**
 * How long a receiver may take. Immutable.
 *
 * @param connect to accept the connection
 * @param total from the call to the answer's head
 */
public record HttpTimes(Duration connect, Duration total) {
  public static final HttpTimes DEFAULTS =
      new HttpTimes(Duration.ofSeconds(5), Duration.ofSeconds(10));

  public HttpTimes {
    if (connect.toMillis() < 1 || connect.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("connect_timeout must be at least 1ms, is " + connect);
    }
    if (total.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least 1ms, is " + total);
    }
  }
}
