package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.connectors.kafka.TopicAdmin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client properties pass through the file to every client of the worker: TLS and SASL. */
class SecuredKafkaIT {
  private static final String STORE_PASSWORD = "changeit";

  @TempDir private Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private Path keyStore() {
    return folder.resolve("broker.p12");
  }

  private Path certificate() {
    return folder.resolve("broker.pem");
  }

  private void makeCertificate() throws IOException, InterruptedException {
    String store = keyStore().toString();
    keytool(
        ("-genkeypair -alias broker -keyalg EC -storetype PKCS12 -validity 2 -dname CN=localhost"
                + " -ext san=ip:127.0.0.1 -storepass changeit -keystore "
                + store)
            .split(" ", -1));
    keytool(
        ("-exportcert -rfc -alias broker -storepass changeit -keystore "
                + store
                + " -file "
                + certificate())
            .split(" ", -1));
  }

  /** A listener with TLS and passwords beside the plain one. */
  private Map<String, String> broker(int plain, int controller, int secured) {
    return Map.of(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d"
            .formatted(plain, controller, secured),
        "advertised.listeners",
        "PLAINTEXT://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d".formatted(plain, secured),
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL",
        "controller.quorum.voters",
        "1@127.0.0.1:" + controller,
        "ssl.keystore.type",
        "PKCS12",
        "ssl.keystore.location",
        keyStore().toString(),
        "ssl.keystore.password",
        STORE_PASSWORD,
        "sasl.enabled.mechanisms",
        "PLAIN",
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_tocsin=\"secret\";");
  }

  private Map<String, String> client(int secured, String password) {
    Map<String, String> client = new LinkedHashMap<>();
    client.put("bootstrap.servers", "127.0.0.1:" + secured);
    client.put("security.protocol", "SASL_SSL");
    client.put("sasl.mechanism", "PLAIN");
    client.put("ssl.truststore.type", "PEM");
    client.put("ssl.truststore.location", certificate().toString());
    client.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"tocsin\" password=\""
            + password
            + "\";");
    return client;
  }

  private static String yaml(Map<String, String> properties) {
    return properties.entrySet().stream()
        .map(e -> e.getKey() + ": '" + e.getValue() + "'")
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  @Test
  void aWorkerWorksOverTlsWithAPassword() throws IOException, InterruptedException {
    makeCertificate();
    int plain = freePort();
    int secured = freePort();
    try (TestKafka kafka = new TestKafka(plain, broker(plain, freePort(), secured));
        WorkerProcess worker =
            kafka.worker(
                folder.resolve("worker"),
                """
                worker: { state_dir: "STATE", topic_prefix: sec, partitions: 1, memory: 32MiB, http: { port: 0 } }
                kafka: %s
                sources: { s: { topics: [sec.in], max_out_of_order: 0s, idle_after: 1s } }
                route: { receiver: console, group_wait: 0s }
                receivers: [{ name: console, console_configs: [{}] }]
                """
                    .formatted(yaml(client(secured, "secret"))),
                "groups: [{ name: g, interval: 1s, rules: [{ alert: Hot, expr: temp_c > 90 }] }]")) {
      kafka.send("sec.in", "{\"sensor\":\"p\",\"metric\":\"temp_c\",\"value\":95}");
      kafka.flush();
      assertThat(kafka.await("sec.alerts", 1).get(0).text()).contains("\"firing\"");
      assertThat(kafka.await("sec.receipts", 1)).isNotEmpty();
      TestKafka.await("the view sees it", () -> worker.view().alerts().size() == 1);

      Map<String, String> wrong = client(secured, "guess");
      try (TopicAdmin admin = new TopicAdmin(wrong)) {
        assertThatThrownBy(() -> admin.describe("sec.in"))
            .hasRootCauseInstanceOf(SaslAuthenticationException.class);
      }
    }
  }
}
