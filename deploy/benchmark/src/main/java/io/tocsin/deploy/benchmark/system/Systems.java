package io.tocsin.deploy.benchmark.system;

import io.tocsin.deploy.benchmark.harness.Contestant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every system that can be chosen, by name. */
public final class Systems {
  private static final String STREAMS_DIFFERS =
      "no hop between topics, as the input is keyed already; results are updates, one per window and"
          + " commit at most, the last of which counts";
  private static final String FINAL_DIFFERS =
      "final results only; a window closes by the time of its partition, not of its sensor";
  private static final String FLINK_DIFFERS =
      "final results only, visible per checkpoint (1 s); sensors are shuffled between source and"
          + " window inside the process; state in checkpoints on local disk, not in Kafka";

  private static final Map<String, Contestant> ALL = all();

  private Systems() {}

  /** Returns all names. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * Returns the systems of a list of names, in its order. A name may be followed by JVM options of
   * its own, with spaces between.
   *
   * @throws IllegalArgumentException if a name is none of them
   */
  public static List<Contestant> named(String names) {
    return Arrays.stream(names.split(",", -1)).map(String::strip).map(Systems::one).toList();
  }

  private static Contestant one(String words) {
    List<String> parts = List.of(words.split(" +"));
    Contestant contestant = known(parts.get(0));
    return parts.size() == 1
        ? contestant
        : new WithJvmOptions(contestant, parts.subList(1, parts.size()));
  }

  private static Contestant known(String name) {
    Contestant contestant = ALL.get(name);
    if (contestant == null) {
      throw new IllegalArgumentException(
          "system \"" + name + "\" is unknown; known are " + String.join(", ", ALL.keySet()));
    }
    return contestant;
  }

  private static Map<String, Contestant> all() {
    Map<String, Contestant> all = new LinkedHashMap<>();
    List<Contestant> systems =
        List.of(
            new Tocsin("tocsin", new TocsinConfig(2, "1GiB", Rules.NONE, false)),
            new Tocsin("tocsin-1", new TocsinConfig(1, "1GiB", Rules.NONE, false)),
            new Tocsin("tocsin-amend", new TocsinConfig(2, "1GiB", Rules.NONE, true)),
            new Tocsin("tocsin-alerting", new TocsinConfig(2, "1GiB", Rules.STORM, true)),
            new Tocsin("tocsin-alerting-seldom", new TocsinConfig(2, "1GiB", Rules.SELDOM, true)),
            streams("kafka-streams", Map.of()),
            streams("kafka-streams-1s", Map.of("commit.ms", "1000")),
            streams("kafka-streams-memory", Map.of("store", "memory")),
            streams("kafka-streams-memory-1s", Map.of("store", "memory", "commit.ms", "1000")),
            streams("kafka-streams-suppress", Map.of("emit", "suppress")),
            streams("kafka-streams-close", Map.of("emit", "close")),
            streams("kafka-streams-standby", Map.of("standbys", "1")),
            streams("kafka-streams-alo", Map.of("guarantee", "at_least_once", "commit.ms", "1000")),
            flink("flink", "hashmap", 1),
            flink("flink-p2", "hashmap", 2),
            flink("flink-rocksdb", "rocksdb", 1),
            flink("flink-rocksdb-p2", "rocksdb", 2),
            floor("consumer", 1, false),
            floor("consumer-2", 2, false),
            floor("parse", 1, true),
            floor("parse-2", 2, true));
    systems.forEach(system -> all.put(system.name(), system));
    return all;
  }

  private static Contestant streams(String name, Map<String, String> changes) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("store", "rocksdb");
    settings.put("guarantee", "exactly_once_v2");
    settings.put("commit.ms", "100");
    settings.put("threads", "2");
    settings.put("emit", "updates");
    settings.put("standbys", "0");
    settings.put("cache.mib", "128");
    settings.putAll(changes);
    String differs = settings.get("emit").equals("updates") ? STREAMS_DIFFERS : FINAL_DIFFERS;
    return new Peer(name, PeerProgram.KAFKA_STREAMS, settings, differs);
  }

  private static Contestant flink(String name, String backend, int parallelism) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("backend", backend);
    settings.put("parallelism", Integer.toString(parallelism));
    settings.put("checkpoint.ms", "1000");
    return new Peer(name, PeerProgram.FLINK, settings, FLINK_DIFFERS);
  }

  private static Contestant floor(String name, int threads, boolean decode) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("threads", Integer.toString(threads));
    settings.put("decode", Boolean.toString(decode));
    return new Peer(name, PeerProgram.FLOOR, settings, "answers nothing");
  }
}
