package io.tocsin.connectors.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.tocsin.connectors.notify.http.HttpReceiverContract;
import io.tocsin.connectors.notify.http.TestServer.Request;
import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.flow.Receiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookReceiverTest extends HttpReceiverContract {
  private static final String OLD = secret(1);
  private static final String NEW = secret(2);

  @Override
  protected Receiver receiver(URI address, Map<String, String> headers) {
    return new WebhookReceiver(
        new WebhookSettings(address, headers, List.of(), "http://tocsin.example", times));
  }

  @Test
  void sendsAlertmanagersPayload() throws IOException {
    send(receiver(server.uri("/hook"), Map.of()), notification(firing("p-1"), resolved("p-2")));

    Request request = server.requests().get(0);
    assertThat(request.first()).isEqualTo("POST /hook HTTP/1.1");
    assertThat(request.headers().get("content-type")).isEqualTo("application/json");
    assertThat(request.headers().get("webhook-id")).isEqualTo("msg-1");
    assertThat(request.headers()).doesNotContainKey("webhook-signature");
    assertThat(new ObjectMapper().readTree(request.body()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"receiver":"ops","status":"firing",
                     "alerts":[
                      {"status":"firing",
                       "labels":{"alertname":"Hot","sensor":"p-1","severity":"critical","site":"a"},
                       "annotations":{"explanation":"99.25 is above 90","summary":"p-1 is hot"},
                       "startsAt":"2026-01-31T09:59:00Z","endsAt":"0001-01-01T00:00:00Z",
                       "generatorURL":"http://tocsin.example",
                       "fingerprint":"%s"},
                      {"status":"resolved",
                       "labels":{"alertname":"Hot","sensor":"p-2","severity":"critical","site":"a"},
                       "annotations":{"explanation":"99.25 is above 90","summary":"p-2 is hot"},
                       "startsAt":"2026-01-31T09:59:00Z","endsAt":"2026-01-31T10:00:00Z",
                       "generatorURL":"http://tocsin.example",
                       "fingerprint":"%s"}],
                     "groupLabels":{"alertname":"Hot"},
                     "commonLabels":{"alertname":"Hot","severity":"critical","site":"a"},
                     "commonAnnotations":{"explanation":"99.25 is above 90"},
                     "externalURL":"http://tocsin.example","version":"4",
                     "groupKey":"{}:{alertname=\\"Hot\\"}","truncatedAlerts":0}
                    """
                        .formatted(firing("p-1").fingerprint(), resolved("p-2").fingerprint())));
  }

  @Test
  void isResolvedWhenEveryAlertIs() throws IOException {
    send(receiver(server.uri("/"), Map.of()), notification(resolved("p-1")));

    JsonNode payload = new ObjectMapper().readTree(server.requests().get(0).body());
    assertThat(payload.get("status").asText()).isEqualTo("resolved");
  }

  @Test
  void sendsItsOwnHeaders() {
    send(receiver(server.uri("/"), Map.of("Authorization", "Bearer x")));

    assertThat(server.requests().get(0).headers().get("authorization")).isEqualTo("Bearer x");
  }

  @Test
  void signaturesHoldBeforeAnIndependentVerifierWithOldAndNewSecret() throws Exception {
    // The verifier compares with its own clock.
    long now = Instant.now().toEpochMilli();
    Receiver receiver =
        new WebhookReceiver(
            new WebhookSettings(server.uri("/"), Map.of(), List.of(OLD, NEW), "", times));
    Notification told = notification(firing("p-1"));
    receiver.send(new Attempt(told, 1, now)).block(Duration.ofSeconds(10));
    receiver.send(new Attempt(told, 2, now + 1000)).block(Duration.ofSeconds(10));

    Request first = server.requests().get(0);
    Request second = server.requests().get(1);
    for (String secret : List.of(OLD, NEW)) {
      new Webhook(secret).verify(first.text(), headers(first));
      new Webhook(secret).verify(second.text(), headers(second));
    }
    assertThatThrownBy(() -> new Webhook(secret(3)).verify(first.text(), headers(first)))
        .isInstanceOf(WebhookVerificationException.class);
    assertThatThrownBy(() -> new Webhook(OLD).verify(first.text() + " ", headers(first)))
        .isInstanceOf(WebhookVerificationException.class);
    assertThat(second.headers().get("webhook-id")).isEqualTo(first.headers().get("webhook-id"));
  }

  @Test
  void refusesSecretsOfTheWrongFormWithoutShowingThem() {
    for (String bad : List.of("hunter2hunter2", "whsec_***", "whsec_AAAA", "")) {
      assertThatThrownBy(
              () ->
                  new WebhookReceiver(
                      new WebhookSettings(server.uri("/"), Map.of(), List.of(bad), "", times)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("signing secret")
          .message()
          .doesNotContain("hunter2")
          .doesNotContain("AAAA");
    }
  }

  @Test
  void settingsShowNeitherPathNorSecrets() {
    assertThat(
            new WebhookSettings(
                    URI.create("https://user:pw@host/" + SECRET), Map.of(), List.of(OLD), "", times)
                .toString())
        .isEqualTo("webhook at host");
  }

  private static HttpHeaders headers(Request request) {
    return HttpHeaders.of(
        request.headers().entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue()))),
        (name, value) -> true);
  }

  private static String secret(int fill) {
    byte[] bytes = new byte[24];
    java.util.Arrays.fill(bytes, (byte) fill);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }
}
