package io.tocsin.deploy.config;

import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.connectors.codec.Codecs;
import io.tocsin.connectors.codec.TimestampUnit;
import io.tocsin.deploy.worker.Source;
import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.window.LatePolicy;
import io.tocsin.pipeline.window.WindowSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads {@code sources}. */
final class SourceReader {
  private static final Map<String, TimestampUnit> UNITS =
      Map.of(
          "s", TimestampUnit.SECONDS,
          "ms", TimestampUnit.MILLISECONDS,
          "us", TimestampUnit.MICROSECONDS,
          "ns", TimestampUnit.NANOSECONDS);

  private static final Map<String, LatePolicy> LATE =
      Map.of("amend", LatePolicy.AMEND, "side", LatePolicy.SIDE, "drop", LatePolicy.DROP);

  private Duration historicalAfter = Duration.ofHours(1);

  /** The longest {@code historical_after} of the sources read. */
  Duration historicalAfter() {
    return historicalAfter;
  }

  List<Source> read(ConfigMap root, String prefix) {
    List<Source> sources = new ArrayList<>();
    root.named("sources", (name, map) -> sources.add(source(name, map)));
    if (sources.isEmpty()) {
      sources.add(ConfigFileReader.defaultSource(prefix));
    }
    if (sources.size() > 1) {
      sources.replaceAll(SourceReader::labelled);
    }
    return sources;
  }

  /** Where events of several sources meet, each says which one it is of. */
  private static Source labelled(Source source) {
    return new Source(
        source.name(),
        source.topics(),
        source.codec().withSource(source.name()),
        source.keyed(),
        source.window());
  }

  private Source source(String name, ConfigMap map) {
    map.choice("type", Map.of("kafka", "kafka"), "kafka");
    boolean keyed = map.bool("keyed", false);
    CodecSettings codec = codec(map);
    if (keyed && !codec.codec().equals("native")) {
      map.get("keyed")
          .problem(
              "a keyed source must have the native codec, one event a record; its codec is "
                  + codec.codec());
    }
    List<String> topics = topics(map, keyed);
    WindowSettings d = WindowSettings.DEFAULTS;
    WindowSettings window =
        new WindowSettings(
            map.duration("max_out_of_order", d.maxOutOfOrder()),
            map.duration("grace", d.grace()),
            map.duration("idle_after", d.idleAfter()),
            map.duration("max_future_skew", d.maxFutureSkew()),
            map.choice("late", LATE, d.late()),
            map.duration("keep_for", d.keepFor()),
            d.forgetAfter(),
            true,
            1);
    Duration historical = map.duration("historical_after", Duration.ofHours(1));
    historicalAfter = historical.compareTo(historicalAfter) > 0 ? historical : historicalAfter;
    map.done();
    return new Source(name, topics, codec, keyed, window);
  }

  private static List<String> topics(ConfigMap map, boolean keyed) {
    List<String> topics = new ArrayList<>();
    for (ConfigNode item : map.require("topics").items()) {
      String topic = item.string().orElse("");
      topics.add(topic);
      if (topic.startsWith("^")) {
        checkPattern(item, topic, keyed);
      } else if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
        item.problem(
            "is no topic name; accepted: 1 to 249 of letters, digits, '.', '_', '-', or a regular expression that begins with ^");
      }
    }
    return topics;
  }

  private static void checkPattern(ConfigNode item, String topic, boolean keyed) {
    if (keyed) {
      item.problem("a keyed source names its topics; accepted: names without ^");
    }
    try {
      Pattern.compile(topic);
    } catch (PatternSyntaxException e) {
      item.problem("is no regular expression: " + e.getDescription());
    }
  }

  private static CodecSettings codec(ConfigMap map) {
    ConfigMap decoding = map.map("decoding");
    ConfigNode node = decoding.get("codec");
    String name = node.string().orElse("native");
    if (Codecs.NOT_YET.contains(name)) {
      node.problem("not yet; accepted: " + String.join(", ", Codecs.NAMES));
    } else if (!Codecs.NAMES.contains(name)) {
      node.problem("there is no such codec; accepted: " + String.join(", ", Codecs.NAMES));
    }
    CodecSettings settings =
        CodecSettings.of(name)
            .withTimestampUnit(decoding.choice("timestamp_unit", UNITS, TimestampUnit.AUTO))
            .withSensorId(map.strings("sensor_id", List.of()));
    decoding.done();
    return settings;
  }
}
