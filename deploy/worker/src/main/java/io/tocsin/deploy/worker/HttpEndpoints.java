package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tocsin.connectors.kafka.LaneStats;
import io.tocsin.connectors.kafka.LaneStats.ShardProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Health, metrics and Prometheus' API on one port. */
final class HttpEndpoints implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          2,
          run -> {
            Thread thread = new Thread(run, "http");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Starts listening on every address.
   *
   * @param port 0 for any free one
   */
  HttpEndpoints(int port, Worker worker, WorkerMetrics metrics, PrometheusApi api) {
    try {
      server = HttpServer.create(new InetSocketAddress((InetAddress) null, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "worker.http.port: cannot listen on " + port + " (" + e.getMessage() + ")", e);
    }
    server.setExecutor(threads);
    route("/healthz", x -> health(worker));
    route("/readyz", x -> readiness(worker));
    route("/metrics", x -> new Answer(200, "text/plain; version=0.0.4", metrics.scrape()));
    route("/api/v1/alerts", x -> new Answer(200, "application/json", api.alerts()));
    route("/api/v1/rules", x -> rules(api, x.getRequestURI().getQuery()));
    route("/api/v1/detectors", x -> new Answer(200, "application/json", detectors(worker)));
    route("/api/v1/status/rules", x -> new Answer(200, "application/json", api.written()));
    server.start();
  }

  /** The port it listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  private static String detectors(Worker worker) {
    return DetectorsApi.answer(
        worker.detect().stages().values().stream()
            .map(stages -> stages.detect().learning())
            .toList());
  }

  private static Answer rules(PrometheusApi api, @Nullable String query) {
    String type = query == null || !query.startsWith("type=") ? null : query.substring(5);
    return type == null || type.equals("alert") || type.equals("record")
        ? new Answer(200, "application/json", api.rules(type))
        : new Answer(
            400,
            "application/json",
            api.badData("type \"" + type + "\": accepted are alert, record"));
  }

  /** Alive unless a shard stopped and needs a person. */
  private static Answer health(Worker worker) {
    StringBuilder problems = new StringBuilder();
    for (Map.Entry<String, LaneStats> task : worker.lanes().entrySet()) {
      task.getValue()
          .shards()
          .forEach(
              (id, shard) -> {
                if (shard.phase() == ShardProgress.Phase.STOPPED) {
                  problems.append(id).append(": ").append(shard.problem()).append('\n');
                }
              });
    }
    return problems.isEmpty()
        ? new Answer(200, "text/plain", "ok\n")
        : new Answer(500, "text/plain", problems.toString());
  }

  /** Ready when each task knows what it owns, be it nothing, and all of that is restored. */
  private static Answer readiness(Worker worker) {
    StringBuilder waiting = new StringBuilder();
    for (Map.Entry<String, LaneStats> task : worker.lanes().entrySet()) {
      Map<?, ShardProgress> shards = task.getValue().shards();
      long ready =
          shards.values().stream().filter(s -> s.phase() == ShardProgress.Phase.READY).count();
      if (!task.getValue().joined() || ready < shards.size()) {
        waiting.append(task.getKey()).append(": ").append(ready).append(" of ");
        waiting.append(shards.size()).append(" shards ready\n");
        restoring(task.getValue(), waiting);
      }
    }
    if (!waiting.isEmpty()) {
      worker.heldBack().forEach(text -> waiting.append(text).append('\n'));
    }
    return waiting.isEmpty()
        ? new Answer(200, "text/plain", "ready\n")
        : new Answer(503, "text/plain", waiting.toString());
  }

  /** Each shard that is not ready: how far its restore is. */
  private static void restoring(LaneStats stats, StringBuilder out) {
    new TreeMap<>(stats.shards())
        .forEach(
            (id, shard) -> {
              if (shard.phase() == ShardProgress.Phase.RESTORING) {
                out.append("  ").append(id).append(": restored ");
                out.append(Math.round(100 * shard.restored())).append(" %, ");
                out.append(shard.restoredBytes() / 1000).append(" kB\n");
              }
            });
  }

  private void route(String path, Function<HttpExchange, Answer> answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            Answer a =
                exchange.getRequestURI().getPath().equals(path)
                    ? answer(exchange, answer)
                    : Answer.NOT_FOUND;
            byte[] body = a.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", a.type() + "; charset=utf-8");
            exchange.sendResponseHeaders(a.status(), body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  private static Answer answer(HttpExchange exchange, Function<HttpExchange, Answer> answer) {
    if (!exchange.getRequestMethod().equals("GET")) {
      return new Answer(405, "text/plain", "accepted: GET\n");
    }
    try {
      return answer.apply(exchange);
    } catch (RuntimeException e) {
      return new Answer(500, "text/plain", e + "\n");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private record Answer(int status, String type, String body) {
    static final Answer NOT_FOUND =
        new Answer(
            404,
            "text/plain",
            "there are /healthz, /readyz, /metrics, /api/v1/alerts, /api/v1/rules,"
                + " /api/v1/detectors and /api/v1/status/rules\n");
  }
}
