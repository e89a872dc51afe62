package io.tocsin.connectors.notify.alertmanager;

import io.tocsin.connectors.notify.http.HttpTimes;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One Alertmanager of a cluster. Every one of them is told, never a load balancer. Immutable; shows
 * neither path nor secrets.
 *
 * @param url base address, to which {@code /api/v2/alerts} is added
 * @param headers sent with every request, such as {@code Authorization}; treated as secrets
 * @param resendDelay how often firing alerts are sent again: without hearing of one for four times
 *     as long, the Alertmanager takes it for resolved
 * @param externalUrl address of our own console, for people; may be empty
 * @param times how long it may take
 */
public record AlertmanagerSettings(
    URI url,
    Map<String, String> headers,
    Duration resendDelay,
    String externalUrl,
    HttpTimes times) {
  public AlertmanagerSettings {
    String scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "alertmanager url must be http://host… or https://host…, has scheme \"" + scheme + "\"");
    }
    if (resendDelay.toMillis() < 1) {
      throw new IllegalArgumentException("resend_delay must be at least 1ms, is " + resendDelay);
    }
    headers = java.util.Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  /** An address, everything else by default. */
  public static AlertmanagerSettings of(URI url) {
    return new AlertmanagerSettings(url, Map.of(), Duration.ofMinutes(1), "", HttpTimes.DEFAULTS);
  }

  @Override
  public String toString() {
    return "alertmanager at " + url.getHost() + ":" + url.getPort();
  }
}
