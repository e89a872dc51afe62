package io.tocsin.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;

/** Asks a running worker. */
final class WorkerApi {
  private static final int PATIENCE_MS = 10_000;

  private WorkerApi() {}

  /**
   * The answer to a question.
   *
   * @throws CommandFailed if there is no worker, or it has no answer
   */
  static JsonNode get(URI worker, String path) {
    URI asked = worker.resolve(path);
    try {
      URLConnection connection = asked.toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MS);
      connection.setReadTimeout(PATIENCE_MS);
      int status = connection instanceof HttpURLConnection http ? http.getResponseCode() : 200;
      if (status != 200) {
        throw new CommandFailed(asked + " answers " + status);
      }
      try (InputStream in = connection.getInputStream()) {
        return new ObjectMapper().readTree(in);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailed(
          "no worker answers at " + asked + " (" + e.getMessage() + "); start one, or name it");
    }
  }
}
