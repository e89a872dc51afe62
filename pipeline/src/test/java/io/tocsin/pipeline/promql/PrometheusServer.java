package io.tocsin.pipeline.promql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.pipeline.event.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Prometheus of our own on a free loopback port, with an empty database in a folder. */
final class PrometheusServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();

  private PrometheusServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  static boolean isInstalled() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, "prometheus"))) {
        return true;
      }
    }
    return false;
  }

  static PrometheusServer start(Path folder) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, "global: {}\n");
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver",
                "--storage.tsdb.retention.time=100y")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    PrometheusServer server = new PrometheusServer(process, "http://127.0.0.1:" + port);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(server::isReady);
    return server;
  }

  private boolean isReady() throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/-/ready")).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Pushes samples by remote write 0.1.0. */
  void write(Map<Labels, List<OracleSeries.Sample>> series)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    series.forEach((labels, samples) -> field(body, 1, timeSeries(labels, samples)));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/write"))
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(snappy(body.toByteArray())))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(response.statusCode() + ": " + response.body());
    }
  }

  private static byte[] timeSeries(Labels labels, List<OracleSeries.Sample> samples) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    labels.forEach(
        (name, value) -> {
          ByteArrayOutputStream label = new ByteArrayOutputStream();
          field(label, 1, name.getBytes(UTF_8));
          field(label, 2, value.getBytes(UTF_8));
          field(out, 1, label.toByteArray());
        });
    for (OracleSeries.Sample sample : samples) {
      ByteArrayOutputStream point = new ByteArrayOutputStream();
      point.write(1 << 3 | 1);
      long bits = Double.doubleToRawLongBits(sample.value());
      for (int i = 0; i < 8; i++) {
        point.write((int) (bits >>> (8 * i)) & 0xff);
      }
      point.write(2 << 3);
      varint(point, sample.time());
      field(out, 2, point.toByteArray());
    }
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
    out.write(number << 3 | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** A snappy block of literals only, which is as valid as a compressed one. */
  private static byte[] snappy(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, bytes.length);
    for (int at = 0; at < bytes.length; at += 65536) {
      int length = Math.min(65536, bytes.length - at);
      out.write(61 << 2);
      out.write((length - 1) & 0xff);
      out.write((length - 1) >>> 8);
      out.write(bytes, at, length);
    }
    return out.toByteArray();
  }

  OracleResult query(String expr, long start, long end, long step)
      throws IOException, InterruptedException {
    String form =
        "query="
            + URLEncoder.encode(expr, UTF_8)
            + "&start="
            + start / 1000.0
            + "&end="
            + end / 1000.0
            + "&step="
            + step / 1000.0;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/query_range"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    JsonNode answer =
        JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    if (!answer.path("status").asText().equals("success")) {
      if (!answer.path("errorType").asText().equals("execution")) {
        throw new IOException(expr + ": " + answer);
      }
      return OracleResult.error();
    }
    Map<String, Map<Long, Double>> points = new TreeMap<>();
    for (JsonNode series : answer.path("data").path("result")) {
      Map<String, String> labels = new TreeMap<>();
      series
          .path("metric")
          .properties()
          .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
      Map<Long, Double> values = new TreeMap<>();
      for (JsonNode point : series.path("values")) {
        values.put(Math.round(point.get(0).asDouble() * 1000), number(point.get(1).asText()));
      }
      points.put(OracleResult.key(Labels.of(labels)), values);
    }
    return new OracleResult(false, points);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
