package io.tocsin.connectors.notify.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.TimeoutException;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Outcome.Reason;
import java.io.IOException;

/**
 * What an answer, or its absence, means. The retry rules are Alertmanager's (network errors and
 * 5xx), and besides those 408, 425, and 429, with Retry-After honoured wherever it is given.
 */
final class Verdict {
  private Verdict() {}

  /**
   * @param retryAfter milliseconds, or {@link Outcome#NO_HINT}
   * @param excerpt beginning of the answer's body, without secrets
   */
  static Outcome of(int status, long retryAfter, String excerpt) {
    if (status >= 200 && status < 300) {
      return Outcome.delivered();
    }
    String detail = "status " + status + (excerpt.isEmpty() ? "" : ": " + excerpt);
    return switch (status) {
      case 401, 403, 407 -> Outcome.refused(Reason.AUTH, detail);
      case 404, 410 -> Outcome.refused(Reason.GONE, detail);
      case 408 -> Outcome.retryAfter(Reason.TIMEOUT, retryAfter, detail);
      case 429 -> Outcome.retryAfter(Reason.RATE_LIMITED, retryAfter, detail);
      case 425 -> Outcome.retryAfter(Reason.SERVER_ERROR, retryAfter, detail);
      default ->
          status >= 500
              ? Outcome.retryAfter(Reason.SERVER_ERROR, retryAfter, detail)
              : Outcome.refused(Reason.CLIENT_ERROR, detail);
    };
  }

  /** An attempt without an answer. Says what kind of error, never its text: it may name the URL. */
  static Outcome of(Throwable error) {
    String kind = error.getClass().getSimpleName();
    if (error instanceof TimeoutException
        || error instanceof ConnectTimeoutException
        || error instanceof java.util.concurrent.TimeoutException) {
      return Outcome.retry(Reason.TIMEOUT, kind);
    }
    return Outcome.retry(error instanceof IOException ? Reason.NETWORK : Reason.FAILED, kind);
  }
}
