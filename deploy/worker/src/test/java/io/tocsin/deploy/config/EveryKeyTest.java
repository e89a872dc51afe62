package io.tocsin.deploy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.codec.TimestampUnit;
import io.tocsin.deploy.worker.ReceiverSettings;
import io.tocsin.deploy.worker.Source;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problem;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Each key of a platform's file does what it says, or is refused by name as not yet there. */
class EveryKeyTest {
  private static final Set<String> NOT_YET =
      Set.of("correlate", "escalations", "archives", "receivers.pagerduty_configs");

  /** The rule file whose every key the readers' own tests look at. */
  private static final Path RULES =
      Path.of("../../pipeline/src/test/resources/io/tocsin/pipeline/rule/file/every-key.yaml");

  @TempDir private Path folder;
  private final Problems problems = new Problems();
  private String text = "";

  @BeforeEach
  void write() throws IOException {
    try (InputStream in = EveryKeyTest.class.getResourceAsStream("every-key.yaml")) {
      text = new String(requireNonNull(in).readAllBytes(), UTF_8);
    }
    text = text.replace("FOLDER", folder.toString());
    Files.writeString(folder.resolve("signing"), "whsec_Y29sZA==");
    Files.writeString(folder.resolve("freezers.csv"), "sensor,hall\nh1/f1,h1\n");
    Files.writeString(
        Files.createDirectory(folder.resolve("rules")).resolve("cold.yaml"),
        Files.readString(RULES));
  }

  private Loaded load() throws IOException {
    Path file = Files.writeString(folder.resolve("tocsin.yaml"), text);
    return Loaded.read(file, Environment.EMPTY, problems);
  }

  @Test
  void whatIsNotYetThereIsRefusedByNameAndNothingElse() throws IOException {
    load();

    assertThat(problems.list()).extracting(Problem::message).allMatch(m -> m.startsWith("not yet"));
    assertThat(problems.list())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "correlate", "escalations", "archives", "receivers[1].pagerduty_configs", "slos");
  }

  @Test
  void everyOtherKeyIsEffective() throws IOException {
    ConfigFile file = load().file();

    inventory();
    effects.forEach(
        (key, effect) -> assertThat(effect.said().apply(file)).as(key).isEqualTo(effect.meant()));
    Set<String> keys = new TreeSet<>();
    collect("", new Yaml().load(text), keys);
    keys.removeIf(key -> NOT_YET.stream().anyMatch(no -> key.equals(no) || below(key, no)));
    assertThat(keys).containsExactlyElementsOf(effects.keySet());
  }

  private void inventory() {
    key("worker.topic_prefix", f -> f.topicPrefix(), "cold");
    key("worker.tasks", f -> f.tasks(), Set.of("detect", "respond"));
    key("worker.state_dir", f -> f.stateDir(), Path.of("/var/cold"));
    key("worker.memory", f -> f.memory(), 256L << 20);
    key("worker.commit.urgent", f -> f.lane().commitUrgent(), Duration.ofMillis(30));
    key("worker.commit.lazy", f -> f.lane().commitLazy(), Duration.ofSeconds(3));
    key("worker.http.port", f -> f.httpPort(), 8181);
    key("kafka.bootstrap.servers", f -> f.kafka().containsKey("bootstrap.servers"), false);
    key("kafka.client.rack", f -> f.kafka().get("client.rack"), "hall-2");
    key("sources.store.type", f -> store(f).name(), "store");
    key("sources.store.topics", f -> store(f).topics(), List.of("freezers", "^doors\\..*"));
    key("sources.store.decoding.codec", f -> store(f).codec().codec(), "telegraf_json");
    key(
        "sources.store.decoding.timestamp_unit",
        f -> store(f).codec().timestampUnit(),
        TimestampUnit.MILLISECONDS);
    key("sources.store.sensor_id", f -> store(f).codec().sensorId(), List.of("hall", "unit"));
    key(
        "sources.store.max_out_of_order",
        f -> store(f).window().maxOutOfOrder(),
        Duration.ofSeconds(7));
    key("sources.store.idle_after", f -> store(f).window().idleAfter(), Duration.ofSeconds(40));
    key(
        "sources.store.max_future_skew",
        f -> store(f).window().maxFutureSkew(),
        Duration.ofMinutes(2));
    key("sources.store.historical_after", f -> f.historicalAfter(), 10_800_000L);
    key("sources.lab.type", f -> lab(f).codec().source(), "lab");
    key("sources.lab.topics", f -> lab(f).topics(), List.of("lab.samples"));
    key("sources.lab.decoding.codec", f -> lab(f).codec().codec(), "native");
    key("sources.lab.keyed", f -> lab(f).keyed(), true);
    key("rule_files", f -> f.ruleFiles(), List.of("rules/*.yaml"));
    key("expected_sensors.file", f -> f.expected().listed().get(0).sensor().value(), "h1/f1");
    key("scope", f -> f.scope(), List.of("hall"));
    key(
        "inhibit_rules.source_matchers",
        f -> f.inhibitRules().get(0).sourceMatchers().toString(),
        "[alertname=\"FreezerFails\"]");
    key(
        "inhibit_rules.target_matchers",
        f -> f.inhibitRules().get(0).targetMatchers().toString(),
        "[severity=\"info\"]");
    key("inhibit_rules.equal", f -> f.inhibitRules().get(0).equal(), List.of("hall"));
    key("time_intervals.name", f -> f.route().routes().get(1).muteTimes().size(), 1);
    key("time_intervals.time_intervals.weekdays", f -> muted(f, "2026-02-02T00:30:00Z"), false);
    key(
        "time_intervals.time_intervals.times.start_time",
        f -> muted(f, "2026-02-01T00:30:00Z"),
        true);
    key(
        "time_intervals.time_intervals.times.end_time",
        f -> muted(f, "2026-02-01T01:30:00Z"),
        false);
    key("time_intervals.time_intervals.location", f -> muted(f, "2026-01-31T23:30:00Z"), false);
    key("route.receiver", f -> f.route().receiver(), "peers");
    key("route.group_by", f -> f.route().groupBy(), List.of("alertname", "hall"));
    key("route.group_wait", f -> f.route().groupWait(), Duration.ofSeconds(20));
    key("route.group_interval", f -> f.route().groupInterval(), Duration.ofMinutes(2));
    key("route.repeat_interval", f -> f.route().repeatInterval(), Duration.ofHours(6));
    key(
        "route.routes.matchers",
        f -> f.route().routes().get(0).matchers().toString(),
        "[severity=\"critical\"]");
    key("route.routes.receiver", f -> f.route().routes().get(1).receiver(), "hook");
    key("route.routes.continue", f -> f.route().routes().get(0).continues(), true);
    key("route.routes.mute_time_intervals", f -> f.route().routes().get(1).muteTimes().size(), 1);
    key("receivers.name", f -> f.receivers().keySet(), Set.of("peers", "phone", "hook"));
    key("receivers.alertmanager_configs.urls", f -> receiver(f, "peers").alertmanagers().size(), 2);
    key(
        "receivers.webhook_configs.url",
        f -> receiver(f, "hook").webhooks().get(0).url(),
        URI.create("https://hook/cold"));
    key(
        "receivers.webhook_configs.signing_secret_file",
        f -> receiver(f, "hook").webhooks().get(0).signingSecrets(),
        List.of("whsec_Y29sZA=="));
  }

  /** What a key does, and what it should. */
  private record Effect(Function<ConfigFile, @Nullable Object> said, Object meant) {}

  private final Map<String, Effect> effects = new TreeMap<>();

  private void key(String key, Function<ConfigFile, @Nullable Object> said, Object meant) {
    effects.put(key, new Effect(said, meant));
  }

  private static Source store(ConfigFile file) {
    return file.sources().get(0);
  }

  private static Source lab(ConfigFile file) {
    return file.sources().get(1);
  }

  private static ReceiverSettings receiver(ConfigFile file, String name) {
    return requireNonNull(file.receivers().get(name));
  }

  private static boolean muted(ConfigFile file, String wall) {
    return file.route()
        .routes()
        .get(1)
        .muteTimes()
        .get(0)
        .contains(Instant.parse(wall).toEpochMilli());
  }

  private static boolean below(String key, String parent) {
    return key.startsWith(parent + ".");
  }

  /** Paths of all leaves, without indexes. */
  private static void collect(String path, Object node, Set<String> into) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> collect(path.isEmpty() ? "" + key : path + "." + key, value, into));
    } else if (node instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      list.forEach(item -> collect(path, item, into));
    } else {
      into.add(path);
    }
  }
}
