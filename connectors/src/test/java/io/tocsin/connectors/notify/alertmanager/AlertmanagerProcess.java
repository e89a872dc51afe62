package io.tocsin.connectors.notify.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Alertmanager in a process of its own, without a cluster, on a free port. */
final class AlertmanagerProcess {
  private static final String ALERTMANAGER = "prometheus-alertmanager";
  private static final String AMTOOL = "amtool";
  private static final String CONFIG =
      """
      route: { receiver: nobody, group_wait: 1s }
      receivers: [ { name: nobody } ]
      """;

  private final Process process;
  private final int port;

  private AlertmanagerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static boolean isInstalled() {
    return isOnPath(ALERTMANAGER) && isOnPath(AMTOOL);
  }

  static AlertmanagerProcess start(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path config = Files.writeString(folder.resolve("alertmanager.yml"), CONFIG);
    int port = freePort();
    Process process =
        new ProcessBuilder(
                ALERTMANAGER,
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new AlertmanagerProcess(process, port);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  boolean isReady() {
    try {
      HttpURLConnection ready =
          (HttpURLConnection) uri().resolve("/-/ready").toURL().openConnection();
      return ready.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** What amtool shows of the alerts of one sensor. */
  JsonNode query(String sensor) {
    try {
      Process amtool =
          new ProcessBuilder(
                  AMTOOL,
                  "--no-version-check",
                  "--alertmanager.url=" + uri(),
                  "--output=json",
                  "alert",
                  "query",
                  "sensor=\"" + sensor + "\"")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream out = amtool.getInputStream()) {
        return new ObjectMapper().readTree(out.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
