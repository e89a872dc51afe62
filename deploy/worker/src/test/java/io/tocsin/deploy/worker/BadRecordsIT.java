package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.deploy.worker.TestKafka.Seen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies in a source topic: nothing is lost, nothing stops. */
class BadRecordsIT {
  private static final String RULES =
      "groups: [{ name: g, rules: [{ alert: High, expr: x > 10 }] }]";

  private static final String[] HEADERS = {
    "__connect.errors.topic",
    "__connect.errors.partition",
    "__connect.errors.offset",
    "__connect.errors.connector.name",
    "__connect.errors.task.id",
    "__connect.errors.stage",
    "__connect.errors.class.name",
    "__connect.errors.exception.class.name",
    "__connect.errors.exception.message",
    "tocsin.reason",
    "tocsin.truncated.from",
    "tocsin.truncated.key.from"
  };

  private static final TestKafka KAFKA = TestKafka.shared();

  @TempDir private Path folder;

  /** A record that makes no event, and the word that tells why. */
  private record Bad(byte @Nullable [] key, byte @Nullable [] value, String reason) {
    static Bad of(String value, String reason) {
      return new Bad(null, value.getBytes(UTF_8), reason);
    }
  }

  private static byte[] good(int i) {
    return ("{\"sensor\":\"s\",\"metric\":\"x\",\"value\":" + i + "}").getBytes(UTF_8);
  }

  private static List<Bad> bad() {
    byte[] nonsense = "no json".getBytes(UTF_8);
    byte[] oversized = new byte[3 << 20];
    Arrays.fill(oversized, (byte) 'x');
    byte[] longKey = new byte[2 << 20];
    Arrays.fill(longKey, (byte) 'k');
    byte[] justTooLong = Arrays.copyOf(oversized, CodecSettings.DEFAULT_MAX_BYTES + 1);
    return List.of(
        new Bad("tombstone".getBytes(UTF_8), null, "empty"),
        new Bad(null, null, "empty"),
        new Bad(null, new byte[0], "empty"),
        new Bad("k".getBytes(UTF_8), nonsense, "malformed"),
        Bad.of("{", "malformed"),
        Bad.of("[]", "malformed"),
        Bad.of("{}", "malformed"),
        Bad.of("{\"sensor\":\"s\",\"metric\":\"x\",\"value\":\"high\"}", "malformed"),
        Bad.of("[".repeat(100_000), "malformed"),
        new Bad(null, new byte[] {(byte) 0xff, (byte) 0xfe, 0}, "malformed"),
        new Bad(null, new String(good(1), UTF_8).getBytes(UTF_16LE), "malformed"),
        new Bad(null, latin1(), "malformed"),
        Bad.of("{\"sensor\":\"s\",\"metric\":\"x\",\"value\":1,\"time\":1700000000}", "bad_time"),
        Bad.of("{\"sensor\":\"s\",\"metric\":\"x\",\"value\":1,\"time\":\"soon\"}", "bad_time"),
        Bad.of("{\"sensor\":\"s\",\"metric\":\"x\",\"value\":1e999}", "not_finite"),
        new Bad(null, justTooLong, "too_large"),
        new Bad(null, oversized, "too_large"),
        new Bad(longKey, nonsense, "malformed"),
        new Bad(longKey, oversized, "too_large"));
  }

  /** An umlaut in one byte, as a wrongly configured producer sends it. */
  private static byte[] latin1() {
    return "{\"sensor\":\"M\u00fchle\",\"metric\":\"x\",\"value\":1}"
        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  void everyBadRecordIsKeptAndTheStreamLives() throws InterruptedException {
    KAFKA.topic("bad.source", 1);
    List<Bad> bad = bad();
    int good = 0;
    try (WorkerProcess worker = worker("bad", "{ topics: [bad.source] }")) {
      for (Bad record : bad) {
        KAFKA.mustSend("bad.source", null, good(good++));
        KAFKA.mustSend("bad.source", record.key(), record.value());
      }
      KAFKA.mustSend("bad.source", null, good(good++));

      List<Seen> letters = KAFKA.await("bad.dead-letter", bad.size(), HEADERS);
      assertThat(letters).hasSameSizeAs(bad);
      for (int i = 0; i < bad.size(); i++) {
        assertLetter(letters.get(i), bad.get(i), 2L * i + 1);
      }
      assertThat(KAFKA.await("bad.events", good))
          .extracting(Seen::text)
          .extracting(text -> text.replaceFirst(".*\"value\":(\\d+).*", "$1"))
          .isEqualTo(numbers(good));
      int all = good;
      TestKafka.await(
          "detect has all good ones",
          () -> Http.metric(worker, "tocsin_events_accepted_total") == all);
      assertThat(Http.metric(worker, "tocsin_lane_restarts_total")).isZero();
      for (String reason : List.of("empty", "malformed", "bad_time", "not_finite", "too_large")) {
        assertThat(Http.metric(worker, "tocsin_dead_letters_total", "reason=\"" + reason + "\""))
            .as(reason)
            .isEqualTo((double) bad.stream().filter(b -> b.reason().equals(reason)).count());
      }
    }
  }

  @Test
  void aKeyedSourceKeepsThemToo() throws InterruptedException {
    KAFKA.topic("keyedbad.source", 1);
    List<Bad> bad = bad();
    byte[] key = "s".getBytes(UTF_8);
    try (WorkerProcess worker = worker("keyedbad", "{ topics: [keyedbad.source], keyed: true }")) {
      for (Bad record : bad) {
        KAFKA.mustSend("keyedbad.source", record.key(), record.value());
      }
      KAFKA.mustSend("keyedbad.source", key, good(1));
      List<Seen> letters = KAFKA.await("keyedbad.dead-letter", bad.size(), HEADERS);
      for (int i = 0; i < bad.size(); i++) {
        assertLetter(letters.get(i), bad.get(i), i);
      }
      TestKafka.await(
          "the good one counts", () -> Http.metric(worker, "tocsin_events_accepted_total") == 1);
    }
  }

  private static void assertLetter(Seen letter, Bad sent, long offset) {
    assertThat(letter.header("tocsin.reason")).as(letter.text()).isEqualTo(sent.reason());
    assertThat(letter.header("__connect.errors.topic")).endsWith(".source");
    assertThat(letter.header("__connect.errors.partition")).isEqualTo("0");
    assertThat(letter.header("__connect.errors.offset")).isEqualTo(Long.toString(offset));
    assertThat(letter.header("__connect.errors.exception.message")).isNotEmpty();
    for (String header : Arrays.asList(HEADERS).subList(0, 10)) {
      assertThat(letter.headers()).containsKey(header);
    }
    assertBytes(letter.key(), sent.key(), letter.header("tocsin.truncated.key.from"));
    assertBytes(letter.value(), sent.value(), letter.header("tocsin.truncated.from"));
  }

  /**
   * The original bytes; or, if they are too many for a record, their beginning and their number.
   */
  private static void assertBytes(
      byte @Nullable [] got, byte @Nullable [] sent, String truncatedFrom) {
    if (sent == null) {
      assertThat(got).isNull();
    } else if (truncatedFrom.isEmpty()) {
      assertThat(got).isEqualTo(sent);
    } else {
      assertThat(truncatedFrom).isEqualTo(Integer.toString(sent.length));
      assertThat(got).hasSizeGreaterThan(60_000);
      assertThat(got).isEqualTo(Arrays.copyOf(sent, requireNonNull(got).length));
    }
  }

  private static List<String> numbers(int count) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(Integer.toString(i));
    }
    return numbers;
  }

  private WorkerProcess worker(String prefix, String source) {
    return KAFKA.worker(
        folder.resolve(prefix),
        "worker: { state_dir: \"STATE\", topic_prefix: "
            + prefix
            + ", partitions: 1, memory: 32MiB, http: { port: 0 } }\nsources: { s: "
            + source
            + " }\n",
        RULES);
  }
}
