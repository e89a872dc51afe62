package io.tocsin.connectors.notify.webhook;

import io.tocsin.connectors.notify.http.HttpPost;
import io.tocsin.connectors.notify.http.Secrets;
import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.flow.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * A webhook. Sends Alertmanager's payload (version 4) with the headers of Standard Webhooks: {@code
 * webhook-id} is the same on every try, {@code webhook-signature} is there if a secret is set.
 */
public final class WebhookReceiver implements Receiver, Disposable {
  private final String externalUrl;
  private final Signer signer;
  private final HttpPost post;

  /**
   * @throws IllegalArgumentException if a signing secret has not the right form
   */
  public WebhookReceiver(WebhookSettings settings) {
    externalUrl = settings.externalUrl();
    signer = new Signer(settings.signingSecrets());
    List<String> hidden = new ArrayList<>(settings.signingSecrets());
    hidden.addAll(settings.headers().values());
    Secrets secrets = Secrets.of(settings.url(), hidden);
    post = new HttpPost(settings.url(), settings.headers(), settings.times(), secrets);
  }

  @Override
  public Mono<Outcome> send(Attempt attempt) {
    String id = attempt.notification().id();
    long seconds = attempt.at() / 1000;
    byte[] body = Payload.of(attempt.notification(), externalUrl);
    Map<String, String> headers = new TreeMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(seconds));
    if (signer.signs()) {
      headers.put("webhook-signature", signer.signature(id, seconds, body));
    }
    return post.send(body, headers, attempt.at());
  }

  @Override
  public void dispose() {
    post.dispose();
  }

  @Override
  public boolean isDisposed() {
    return post.isDisposed();
  }
}
