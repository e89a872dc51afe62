package io.tocsin.connectors.notify.http;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.tocsin.pipeline.event.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Posts bodies to one address and says what the answer means. Follows no redirects, repeats nothing
 * by itself. Has its own connections, so that no other receiver can use them up. Safe for any
 * thread.
 */
public final class HttpPost implements Disposable {
  private static final int CONNECTIONS = 8;
  private static final int EXCERPT = 300;

  private final URI address;
  private final Map<String, String> headers;
  private final HttpTimes times;

  /** How long the beginning of a bad answer's body is waited for. */
  private final Duration excerptWithin;

  private final Secrets secrets;
  private final ConnectionProvider connections;
  private final HttpClient client;

  /**
   * @param headers sent with every request
   * @param secrets what no outcome may show
   */
  public HttpPost(URI address, Map<String, String> headers, HttpTimes times, Secrets secrets) {
    this.address = address;
    this.headers = new TreeMap<>(headers);
    this.times = times;
    excerptWithin = times.total().dividedBy(4);
    this.secrets = secrets;
    connections =
        ConnectionProvider.builder("notify")
            .maxConnections(CONNECTIONS)
            .pendingAcquireTimeout(times.total())
            .maxIdleTime(Duration.ofSeconds(30))
            .build();
    client =
        HttpClient.create(connections)
            .disableRetry(true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) times.connect().toMillis())
            .responseTimeout(times.total());
  }

  /**
   * One request.
   *
   * @param more headers of this request alone
   * @param now wall time, epoch milliseconds; dates in answers are read against it
   */
  public Mono<Outcome> send(byte[] body, Map<String, String> more, long now) {
    return client
        .headers(
            all -> {
              all.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
              all.set(HttpHeaderNames.USER_AGENT, "Tocsin");
              headers.forEach(all::set);
              more.forEach(all::set);
            })
        .post()
        .uri(address)
        .send(ByteBufFlux.fromInbound(Mono.just(body)))
        .response((response, content) -> verdict(response, content, now))
        .next()
        .timeout(times.total().plus(excerptWithin))
        .onErrorResume(error -> Mono.just(Verdict.of(error)));
  }

  /** A good answer's body is of no interest; of a bad one's, the beginning, if it comes soon. */
  private Mono<Outcome> verdict(HttpClientResponse response, ByteBufFlux content, long now) {
    int status = response.status().code();
    long retryAfter =
        RetryAfter.millis(response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER), now);
    if (status >= 200 && status < 300) {
      return Mono.just(Verdict.of(status, retryAfter, ""));
    }
    return content
        .asByteArray()
        .next()
        .timeout(excerptWithin)
        .map(this::excerpt)
        .onErrorReturn("")
        .defaultIfEmpty("")
        .map(excerpt -> Verdict.of(status, retryAfter, excerpt));
  }

  private String excerpt(byte[] body) {
    String text = secrets.redact(new String(body, StandardCharsets.UTF_8));
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
  }

  @Override
  public void dispose() {
    connections.dispose();
  }

  @Override
  public boolean isDisposed() {
    return connections.isDisposed();
  }
}
