package io.tocsin.connectors.notify.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tocsin.connectors.notify.http.TestServer.Reply;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Outcome.Reason;
import io.tocsin.pipeline.event.Outcome.Result;
import io.tocsin.pipeline.flow.Receiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every receiver that is told over HTTP must do. */
public abstract class HttpReceiverContract {
  /** Part of the address and of a header; the server quotes both in its answers. */
  protected static final String SECRET = "s3cr3t-t0ken";

  protected static final long NOW = Instant.parse("2026-01-31T10:00:00Z").toEpochMilli();

  /** For answers that come: long enough for a machine that has much else to do. */
  private static final HttpTimes PATIENT =
      new HttpTimes(Duration.ofSeconds(20), Duration.ofSeconds(20));

  /** For answers that never come. */
  private static final HttpTimes IMPATIENT =
      new HttpTimes(Duration.ofMillis(700), Duration.ofMillis(700));

  private static final String DATE = "Sat, 31 Jan 2026 10:02:00 GMT";
  private static final String PAST = "Sat, 31 Jan 2026 09:00:00 GMT";

  /** Those of the receiver under test. */
  protected HttpTimes times = PATIENT;

  protected final TestServer server = new TestServer(request -> Reply.status(200, ""));

  /** The receiver under test, posting below an address. */
  protected abstract Receiver receiver(URI address, Map<String, String> headers);

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        arguments(200, List.of(), Result.DELIVERED, Reason.OK, -1),
        arguments(202, List.of(), Result.DELIVERED, Reason.OK, -1),
        arguments(204, List.of(), Result.DELIVERED, Reason.OK, -1),
        arguments(302, List.of("Location", "/x"), Result.REFUSED, Reason.CLIENT_ERROR, -1),
        arguments(400, List.of(), Result.REFUSED, Reason.CLIENT_ERROR, -1),
        arguments(401, List.of(), Result.REFUSED, Reason.AUTH, -1),
        arguments(403, List.of(), Result.REFUSED, Reason.AUTH, -1),
        arguments(404, List.of(), Result.REFUSED, Reason.GONE, -1),
        arguments(408, List.of(), Result.RETRY, Reason.TIMEOUT, -1),
        arguments(410, List.of(), Result.REFUSED, Reason.GONE, -1),
        arguments(413, List.of(), Result.REFUSED, Reason.CLIENT_ERROR, -1),
        arguments(415, List.of(), Result.REFUSED, Reason.CLIENT_ERROR, -1),
        arguments(429, List.of(), Result.RETRY, Reason.RATE_LIMITED, -1),
        arguments(429, List.of("Retry-After", "7"), Result.RETRY, Reason.RATE_LIMITED, 7_000),
        arguments(429, List.of("Retry-After", DATE), Result.RETRY, Reason.RATE_LIMITED, 120_000),
        arguments(429, List.of("Retry-After", PAST), Result.RETRY, Reason.RATE_LIMITED, 0),
        arguments(429, List.of("Retry-After", "soon"), Result.RETRY, Reason.RATE_LIMITED, -1),
        arguments(
            429,
            List.of("Retry-After", "99999999999999999999"),
            Result.RETRY,
            Reason.RATE_LIMITED,
            86_400_000),
        arguments(500, List.of(), Result.RETRY, Reason.SERVER_ERROR, -1),
        arguments(502, List.of(), Result.RETRY, Reason.SERVER_ERROR, -1),
        arguments(503, List.of(), Result.RETRY, Reason.SERVER_ERROR, -1),
        arguments(503, List.of("Retry-After", "30"), Result.RETRY, Reason.SERVER_ERROR, 30_000),
        arguments(504, List.of(), Result.RETRY, Reason.SERVER_ERROR, -1));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersMean(
      int status, List<String> headers, Result result, Reason reason, long retryAfter) {
    server.replies(request -> Reply.status(status, "", headers.toArray(String[]::new)));

    Outcome outcome = send();

    assertThat(outcome.result()).isEqualTo(result);
    assertThat(outcome.reason()).isEqualTo(reason);
    assertThat(outcome.retryAfter()).isEqualTo(retryAfter);
    assertThat(server.requests()).as("nothing is repeated, no redirect followed").hasSize(1);
  }

  static Stream<Arguments> misbehaviours() {
    return Stream.of(
        arguments("no answer", Reply.nothing(), IMPATIENT, Result.RETRY, Reason.TIMEOUT),
        arguments("half an answer", Reply.stuck(), IMPATIENT, Result.RETRY, Reason.TIMEOUT),
        arguments("closed", Reply.close(), PATIENT, Result.RETRY, Reason.NETWORK),
        arguments("reset", Reply.reset(), PATIENT, Result.RETRY, Reason.NETWORK),
        arguments("good, endless body", Reply.endless(200), PATIENT, Result.DELIVERED, Reason.OK),
        arguments(
            "bad, endless body", Reply.endless(500), PATIENT, Result.RETRY, Reason.SERVER_ERROR));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misbehaviours")
  void misbehaviourMeans(String what, Reply reply, HttpTimes given, Result result, Reason reason) {
    times = given;
    server.replies(request -> reply);

    Outcome outcome = send();

    assertThat(outcome.result()).isEqualTo(result);
    assertThat(outcome.reason()).isEqualTo(reason);
  }

  @Test
  void nobodyListensMeansNetwork() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Outcome outcome = send(receiver(URI.create("http://127.0.0.1:" + free + "/x"), Map.of()));

    assertThat(outcome.result()).isEqualTo(Result.RETRY);
    assertThat(outcome.reason()).isEqualTo(Reason.NETWORK);
  }

  @Test
  void hostThatIsNotKnownMeansNetwork() {
    Outcome outcome = send(receiver(URI.create("http://no-such-host.invalid/x"), Map.of()));

    assertThat(outcome.result()).isEqualTo(Result.RETRY);
    assertThat(outcome.reason()).isIn(Reason.NETWORK, Reason.TIMEOUT);
  }

  @Test
  void noSecretIsShown() {
    LogSpy spy = LogSpy.start();
    try {
      times = IMPATIENT;
      for (Reply reply :
          List.of(
              Reply.status(400, "bad"),
              Reply.nothing(),
              Reply.reset(),
              Reply.close(),
              Reply.stuck())) {
        server.replies(request -> reply);
        assertThat(sendSecretly().toString()).doesNotContain(SECRET);
      }
      times = PATIENT;
      server.replies(
          request -> Reply.status(500, "you sent " + request.first() + request.headers()));
      Outcome quoted = sendSecretly();
      assertThat(quoted.detail()).contains("you sent POST").doesNotContain(SECRET);
      assertThat(sendSecretlyToNobody().toString()).doesNotContain(SECRET);
    } finally {
      assertThat(spy.stop()).noneMatch(line -> line.contains(SECRET));
    }
  }

  @Test
  void aLongAnswerIsCutShort() {
    server.replies(request -> Reply.status(500, "x\n".repeat(100_000)));

    assertThat(send().detail()).hasSizeLessThan(400).doesNotContain("\n");
  }

  protected final Outcome send() {
    return send(receiver(server.uri("/hook"), Map.of()));
  }

  protected final Outcome send(Receiver receiver) {
    return send(receiver, notification(firing("pump-7")));
  }

  protected static Outcome send(Receiver receiver, Notification notification) {
    return requireNonNull(
        receiver.send(new Attempt(notification, 1, NOW)).block(Duration.ofSeconds(60)));
  }

  protected static Notification notification(Alert... alerts) {
    return new Notification(
        "msg-1",
        "ops",
        "{}:{alertname=\"Hot\"}",
        Labels.of("alertname", "Hot"),
        List.of(alerts),
        0,
        "incident-1",
        NOW);
  }

  protected static Alert firing(String sensor) {
    return alert(AlertStatus.FIRING, sensor, Alert.OPEN);
  }

  protected static Alert resolved(String sensor) {
    return alert(AlertStatus.RESOLVED, sensor, NOW);
  }

  private static Alert alert(AlertStatus status, String sensor, long end) {
    Labels labels =
        Labels.of("alertname", "Hot", "severity", "critical", "sensor", sensor, "site", "a");
    return new Alert(
        status,
        labels,
        Map.of("summary", sensor + " is hot"),
        NOW - 60_000,
        end,
        Fingerprint.of(labels),
        99.25,
        new Expected(Double.NEGATIVE_INFINITY, 90),
        "line3/Hot",
        1,
        status == AlertStatus.FIRING ? 0 : 1,
        "condition",
        false,
        "99.25 is above 90");
  }

  private Outcome sendSecretly() {
    return send(
        receiver(
            server.uri("/" + SECRET + "/hook?token=" + SECRET),
            Map.of("Authorization", "Bearer " + SECRET)));
  }

  private Outcome sendSecretlyToNobody() {
    return send(receiver(URI.create("http://no-such-host.invalid/" + SECRET), Map.of()));
  }
}
