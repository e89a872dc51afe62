package io.tocsin.connectors.notify.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.connectors.notify.http.HttpReceiverContract;
import io.tocsin.connectors.notify.http.TestServer.Reply;
import io.tocsin.connectors.notify.http.TestServer.Request;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Outcome.Reason;
import io.tocsin.pipeline.event.Outcome.Result;
import io.tocsin.pipeline.flow.Receiver;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertmanagerReceiverTest extends HttpReceiverContract {
  @Override
  protected Receiver receiver(URI address, Map<String, String> headers) {
    return new AlertmanagerReceiver(
        new AlertmanagerSettings(
            address, headers, Duration.ofMinutes(1), "http://tocsin.example", times));
  }

  @Test
  void activeAlertsEndInFourDelaysAndEndedOnesHaveEnded() throws IOException {
    send(receiver(server.uri("/am/"), Map.of()), notification(firing("p-1"), resolved("p-2")));

    Request request = server.requests().get(0);
    assertThat(request.first()).isEqualTo("POST /am/api/v2/alerts HTTP/1.1");
    assertThat(new ObjectMapper().readTree(request.body()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    [{"labels":{"alertname":"Hot","sensor":"p-1","severity":"critical","site":"a"},
                      "annotations":{"explanation":"99.25 is above 90","summary":"p-1 is hot"},
                      "startsAt":"2026-01-31T09:59:00Z","endsAt":"2026-01-31T10:04:00Z",
                      "generatorURL":"http://tocsin.example"},
                     {"labels":{"alertname":"Hot","sensor":"p-2","severity":"critical","site":"a"},
                      "annotations":{"explanation":"99.25 is above 90","summary":"p-2 is hot"},
                      "startsAt":"2026-01-31T09:59:00Z","endsAt":"2026-01-31T10:00:00Z",
                      "generatorURL":"http://tocsin.example"}]
                    """));
  }

  @Test
  void aMessageThatIsNotAcceptedIsHalvedUntilTheBadAlertsAreFound() {
    Set<String> stored = likeAlertmanager(Set.of("p-3", "p-7"));

    Outcome outcome = send(receiver(server.uri(""), Map.of()), notification(alerts(10)));

    assertThat(outcome.result()).isEqualTo(Result.DELIVERED);
    assertThat(outcome.reason()).isEqualTo(Reason.PARTLY);
    assertThat(outcome.detail()).contains("2 of 10").contains("invalid label set");
    assertThat(stored).hasSize(8);
  }

  @Test
  void aMessageOfBadAlertsAloneIsRefused() {
    likeAlertmanager(Set.of("p-0", "p-1"));

    Outcome outcome = send(receiver(server.uri(""), Map.of()), notification(alerts(2)));

    assertThat(outcome.result()).isEqualTo(Result.REFUSED);
    assertThat(outcome.reason()).isEqualTo(Reason.CLIENT_ERROR);
  }

  @Test
  void troubleWhileHalvingMeansTheWholeMessageIsTriedAgain() {
    server.replies(
        request ->
            server.requests().size() < 3
                ? Reply.status(400, "invalid label set")
                : Reply.status(503, "", "Retry-After", "9"));

    Outcome outcome = send(receiver(server.uri(""), Map.of()), notification(alerts(4)));

    assertThat(outcome.result()).isEqualTo(Result.RETRY);
    assertThat(outcome.retryAfter()).isEqualTo(9000);
  }

  /** Refuses any message with one of the bad sensors and stores the others. */
  private Set<String> likeAlertmanager(Set<String> bad) {
    Set<String> stored = new ConcurrentSkipListSet<>();
    server.replies(
        request -> {
          boolean all = true;
          for (JsonNode alert : read(request)) {
            String sensor = alert.at("/labels/sensor").asText();
            if (bad.contains(sensor)) {
              all = false;
            } else {
              stored.add(sensor);
            }
          }
          return all ? Reply.status(200, "") : Reply.status(400, "invalid label set");
        });
    return stored;
  }

  private static JsonNode read(Request request) {
    try {
      return new ObjectMapper().readTree(request.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Alert[] alerts(int count) {
    return IntStream.range(0, count).mapToObj(i -> firing("p-" + i)).toArray(Alert[]::new);
  }
}
