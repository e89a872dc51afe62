package io.tocsin.connectors.notify.alertmanager;

import io.tocsin.connectors.notify.http.HttpPost;
import io.tocsin.connectors.notify.http.Secrets;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Outcome.Reason;
import io.tocsin.pipeline.event.Outcome.Result;
import io.tocsin.pipeline.flow.Receiver;
import java.net.URI;
import java.util.List;
import java.util.Map;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * One Alertmanager. It stores the good alerts of a message and answers 400 for a single bad one: so
 * a message that gets a 400 is halved until the bad ones are found.
 */
public final class AlertmanagerReceiver implements Receiver, Disposable {
  private final HttpPost post;
  private final PostableAlerts bodies;

  public AlertmanagerReceiver(AlertmanagerSettings settings) {
    String base = settings.url().toString();
    URI address =
        URI.create(
            (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v2/alerts");
    Secrets secrets = Secrets.of(settings.url(), List.copyOf(settings.headers().values()));
    post = new HttpPost(address, settings.headers(), settings.times(), secrets);
    bodies = new PostableAlerts(settings.resendDelay(), settings.externalUrl());
  }

  @Override
  public Mono<Outcome> send(Attempt attempt) {
    List<Alert> alerts = attempt.notification().alerts();
    return send(alerts, attempt.at()).map(sum -> sum.outcome(alerts.size()));
  }

  private Mono<Sum> send(List<Alert> alerts, long now) {
    return post.send(bodies.body(alerts, now), Map.of(), now)
        .flatMap(
            outcome -> {
              boolean isBad =
                  outcome.result() == Result.REFUSED && outcome.reason() == Reason.CLIENT_ERROR;
              if (!isBad || alerts.size() < 2) {
                return Mono.just(new Sum(outcome, isBad ? alerts.size() : 0));
              }
              int half = alerts.size() / 2;
              return send(alerts.subList(0, half), now)
                  .flatMap(
                      first ->
                          first.isOver()
                              ? Mono.just(first)
                              : send(alerts.subList(half, alerts.size()), now).map(first::and));
            });
  }

  @Override
  public void dispose() {
    post.dispose();
  }

  @Override
  public boolean isDisposed() {
    return post.isDisposed();
  }

  /**
   * What several requests came to.
   *
   * @param worst the outcome that counts
   * @param bad alerts that were not accepted
   */
  private record Sum(Outcome worst, int bad) {
    /** Whether the rest need not be tried: the whole message is tried again anyway. */
    boolean isOver() {
      return worst.result() != Result.DELIVERED && bad == 0;
    }

    Sum and(Sum other) {
      return new Sum(
          other.isOver() || bad == 0 ? other.worst : worst, other.isOver() ? 0 : bad + other.bad);
    }

    Outcome outcome(int alerts) {
      if (bad == 0 || bad == alerts) {
        return worst;
      }
      return Outcome.partly(bad + " of " + alerts + " alerts not accepted: " + worst.detail());
    }
  }
}
