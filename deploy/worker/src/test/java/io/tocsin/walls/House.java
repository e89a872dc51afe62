package io.tocsin.walls;

import java.util.List;
import java.util.Set;

/** The table of the rooms: which may import which, and where each library is at home. */
final class House {
  /** The stages in the order of the way of a record; each sees what earlier ones put out. */
  static final List<Room> PIPELINE =
      List.of(
          room("pipeline.event"),
          room("pipeline.state", "pipeline.event"),
          room("pipeline.rule", "pipeline.event"),
          room("pipeline.promql", "pipeline.event", "pipeline.rule"),
          room("pipeline.anomaly"),
          room("pipeline.window", "pipeline.event", "pipeline.state", "pipeline.flow"),
          room(
              "pipeline.detect",
              "pipeline.event",
              "pipeline.state",
              "pipeline.rule",
              "pipeline.anomaly",
              "pipeline.window",
              "pipeline.flow"),
          room("pipeline.correlate", "pipeline.event", "pipeline.state", "pipeline.detect"),
          room(
              "pipeline.suppress",
              "pipeline.event",
              "pipeline.state",
              "pipeline.rule",
              "pipeline.correlate"),
          room("pipeline.respond", "pipeline.event", "pipeline.state", "pipeline.suppress"),
          room("pipeline.deliver", "pipeline.event", "pipeline.state", "pipeline.respond"),
          room("pipeline.flow", "pipeline.event", "pipeline.state"),
          room("pipeline.way", "pipeline"));

  static final List<Room> CONNECTORS =
      List.of(
          room("connectors.kafka", "pipeline.event", "pipeline.flow", "pipeline.state"),
          room("connectors.codec", "pipeline.event", "pipeline.flow"),
          room("connectors.sensor", "pipeline.event", "pipeline.flow"),
          room("connectors.notify", "pipeline.event", "pipeline.flow"),
          room("connectors.archive", "pipeline.event", "pipeline.flow"));

  static final List<Room> DEPLOY =
      List.of(
          room("deploy.config", "pipeline", "connectors", "deploy.worker"),
          room("deploy.console", "pipeline", "connectors", "deploy"),
          room("deploy.worker", "pipeline", "connectors", "deploy"),
          room("deploy.exchange", "pipeline"),
          room(
              "deploy.backtest",
              "pipeline",
              "connectors.codec",
              "connectors.kafka",
              "deploy.worker"),
          room("deploy.cli", "pipeline", "connectors", "deploy"));

  /** What no room needs leave for. */
  static final List<String> EVERYWHERE =
      List.of("java..", "javax.crypto..", "javax.net.ssl..", "org.jspecify..", "org.slf4j..");

  static final List<Library> LIBRARIES =
      List.of(
          library("RocksDB", "pipeline.state", "org.rocksdb.."),
          library("YAML", "pipeline.rule", "org.yaml.."),
          library("Kafka", "connectors.kafka", "org.apache.kafka..", "kafka..", "reactor.kafka.."),
          library("DDSketch", "pipeline.window", "com.datadoghq.sketch.."),
          new Library(
              "RE2", List.of("com.google.re2j.."), List.of("pipeline.rule", "pipeline.suppress")),
          library("OSHI", "connectors.sensor", "oshi.."),
          library("picocli", "deploy.cli", "picocli.."),
          new Library(
              "HTTP",
              List.of(
                  "java.net.http..", "reactor.netty..", "io.netty..", "com.sun.net.httpserver.."),
              List.of("connectors.notify", "deploy.worker", "deploy.console")),
          new Library(
              "Reactor",
              List.of("reactor.core..", "reactor.util..", "org.reactivestreams.."),
              List.of("pipeline.flow", "pipeline.way", "connectors", "deploy")),
          new Library("JSON", List.of("com.fasterxml.jackson.."), List.of("connectors", "deploy")),
          new Library("Micrometer", List.of("io.micrometer.."), List.of("connectors", "deploy")));

  /** Rooms without a class, and libraries without a user. Strike out what has its first. */
  static final Set<String> NOT_BUILT_YET = Set.of("connectors.archive", "deploy.console");

  private House() {}

  private static Room room(String name, String... imports) {
    return new Room(name, List.of(imports));
  }

  private static Library library(String name, String home, String... packages) {
    return new Library(name, List.of(packages), List.of(home));
  }
}
