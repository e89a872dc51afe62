package io.tocsin.connectors.notify.webhook;

import io.tocsin.connectors.notify.http.HttpTimes;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A webhook. Immutable; shows neither address nor secrets.
 *
 * @param url where to post; {@code http} or {@code https}
 * @param headers sent with every request, such as {@code Authorization}; treated as secrets
 * @param signingSecrets Standard Webhooks secrets ({@code whsec_…}), more than one while they are
 *     rotated; none signs nothing
 * @param externalUrl address of our own console, for people; may be empty
 * @param times how long it may take
 */
public record WebhookSettings(
    URI url,
    Map<String, String> headers,
    List<String> signingSecrets,
    String externalUrl,
    HttpTimes times) {
  public WebhookSettings {
    String scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "webhook url must be http://host… or https://host…, has scheme \"" + scheme + "\"");
    }
    headers = java.util.Collections.unmodifiableMap(new TreeMap<>(headers));
    signingSecrets = List.copyOf(signingSecrets);
  }

  /** An address without anything else. */
  public static WebhookSettings of(URI url) {
    return new WebhookSettings(url, Map.of(), List.of(), "", HttpTimes.DEFAULTS);
  }

  @Override
  public String toString() {
    return "webhook at " + url.getHost();
  }
}
