package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that takes a connection and never answers holds back nobody else. */
class HangingReceiverIT {
  private static final int SENSORS = 40;
  private static final String RULES =
      "groups: [{ name: g, interval: 1s, rules: [{ alert: Hot, expr: temp_c > 90 }] }]";

  private static final TestKafka KAFKA = TestKafka.shared();

  @TempDir private Path folder;

  @Test
  void theOthersGetEverything() throws IOException {
    try (Hanging hanging = new Hanging();
        Hook beside = new Hook();
        Hook alone = new Hook();
        WorkerProcess worker = worker(hanging.url(), beside.url(), alone.url())) {
      send(95);
      TestKafka.await("all are told of the firing", () -> all(beside, alone, "firing"));
      assertThat(hanging.connections()).as("the one that hangs was called").isPositive();
      send(20);
      TestKafka.await("all are told of the end", () -> all(beside, alone, "resolved"));
      TestKafka.await(
          "nothing waits in front of deliver",
          () -> Http.metric(worker, "tocsin_lag_records", "task=\"deliver\"") == 0);
      assertThat(Http.metric(worker, "tocsin_lane_restarts_total")).isZero();
      assertThat(Http.get(worker, "/healthz").status()).isEqualTo(200);
    }
  }

  private static boolean all(Hook beside, Hook alone, String status) {
    return beside.sensors(status) == SENSORS && alone.sensors(status) == SENSORS;
  }

  private static void send(int value) {
    for (int i = 0; i < SENSORS; i++) {
      KAFKA.send(
          "hang.in",
          "{\"sensor\":\"pump-" + i + "\",\"metric\":\"temp_c\",\"value\":" + value + "}");
    }
    KAFKA.flush();
  }

  private WorkerProcess worker(String hanging, String beside, String alone) {
    return KAFKA.worker(
        folder,
        """
        worker: { state_dir: "STATE", topic_prefix: hang, partitions: 1, memory: 32MiB, http: { port: 0 } }
        sources: { s: { topics: [hang.in], max_out_of_order: 0s, idle_after: 1s } }
        route:
          receiver: both
          group_by: [sensor]
          group_wait: 0s
          group_interval: 1s
          routes: [{ receiver: alone, continue: true }, { receiver: both }]
        receivers:
        - { name: both, webhook_configs: [{ url: "%s" }, { url: "%s" }] }
        - { name: alone, webhook_configs: [{ url: "%s" }] }
        """
            .formatted(hanging, beside, alone),
        RULES);
  }

  /** Takes connections and is silent. */
  private static final class Hanging implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    Hanging() throws IOException {
      Thread thread = new Thread(this::accept, "hanging");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          sockets.add(server.accept());
        }
      } catch (IOException e) {
        // Closed: the test is over.
      }
    }

    int connections() {
      return sockets.size();
    }

    String url() {
      return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Answers at once and remembers which sensors' alerts it was told of. */
  private static final class Hook implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    private final Set<String> told = new ConcurrentSkipListSet<>();

    Hook() throws IOException {
      server.createContext(
          "/",
          exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            take(JSON.readTree(body));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
    }

    private void take(JsonNode payload) {
      for (JsonNode alert : payload.path("alerts")) {
        told.add(
            alert.path("status").asText() + " " + alert.path("labels").path("sensor").asText());
      }
    }

    long sensors(String status) {
      return told.stream().filter(t -> t.startsWith(status)).count();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
