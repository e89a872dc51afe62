package io.tocsin.deploy.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a worker's port answers. */
final class Http {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Http() {}

  record Answer(int status, String type, String body) {}

  static Answer get(WorkerProcess worker, String path) {
    return get(worker.httpPort(), path);
  }

  static Answer get(int port, String path) {
    return send(HttpRequest.newBuilder(uri(port, path)).timeout(Duration.ofSeconds(10)).build());
  }

  static Answer post(WorkerProcess worker, String path) {
    return send(
        HttpRequest.newBuilder(uri(worker.httpPort(), path))
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static Answer send(HttpRequest request) {
    try {
      HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      String type = answer.headers().firstValue("Content-Type").orElse("");
      return new Answer(answer.statusCode(), type, answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The sum of all samples of a metric whose line has all of these label parts; -1 if none. */
  static double metric(WorkerProcess worker, String name, String... labels) {
    double sum = 0;
    boolean found = false;
    for (String line : get(worker, "/metrics").body().lines().toList()) {
      boolean its = line.startsWith(name + "{") || line.startsWith(name + " ");
      for (String label : labels) {
        its &= line.contains(label);
      }
      if (its) {
        sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        found = true;
      }
    }
    return found ? sum : -1;
  }
}
