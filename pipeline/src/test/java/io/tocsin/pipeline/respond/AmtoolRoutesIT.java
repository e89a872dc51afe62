package io.tocsin.pipeline.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.LabelMatcher;
import io.tocsin.pipeline.suppress.Matcher;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random routing trees and label sets: our router and Alertmanager's own answer the same. */
class AmtoolRoutesIT {
  private static final long SEED = Long.getLong("tocsin.seed", 1);
  private static final int TREES = 12;
  private static final int LABEL_SETS = 8;
  private static final List<LabelMatcher.Op> OPS = List.of(LabelMatcher.Op.values());
  private static final List<String> NAMES = List.of("severity", "team", "site");
  private static final List<String> VALUES = List.of("a", "b", "ab", "c-1", "x y");
  private static final List<String> PATTERNS = List.of("a|b", "a.*", ".*", ".+", "c-[0-9]", "");

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private int receivers;

  @BeforeAll
  static void isInstalled() {
    String path = System.getenv().getOrDefault("PATH", "");
    assumeTrue(
        Stream.of(path.split(File.pathSeparator))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "amtool"))),
        "amtool is not installed: nothing was compared"
            + " (apt-get install prometheus-alertmanager)");
  }

  @Test
  void routesAgree() throws IOException {
    int matched = 0;
    for (int tree = 0; tree < TREES; tree++) {
      receivers = 0;
      Route route = Route.to("r" + receivers++).with(children(3));
      RouteNode root = RouteNode.root(route);
      Path config = Files.writeString(folder.resolve("am" + tree + ".yml"), config(route));
      for (int i = 0; i < LABEL_SETS; i++) {
        Map<String, String> labels = labels();
        List<String> ours =
            root.match(Labels.of(labels)).stream().map(RouteNode::receiver).toList();

        assertThat(ours)
            .as("%s of %s", labels, Files.readString(config))
            .isEqualTo(amtool(config, labels));
        matched += ours.equals(List.of("r0")) ? 0 : 1;
      }
    }
    assertThat(matched).as("most label sets find more than the root").isGreaterThan(40);
  }

  private Route[] children(int depth) {
    int count = depth == 0 ? 0 : 1 + random.nextInt(3);
    return IntStream.range(0, count).mapToObj(i -> child(depth)).toArray(Route[]::new);
  }

  private Route child(int depth) {
    Matcher[] matchers =
        IntStream.range(0, 1 + random.nextInt(2)).mapToObj(i -> matcher()).toArray(Matcher[]::new);
    Route route = Route.to("r" + receivers++).matching(matchers).with(children(depth - 1));
    return random.nextBoolean() ? route.andContinue() : route;
  }

  private Matcher matcher() {
    LabelMatcher.Op op = OPS.get(random.nextInt(OPS.size()));
    boolean isPattern = op == LabelMatcher.Op.MATCHES || op == LabelMatcher.Op.MATCHES_NOT;
    List<String> values = isPattern ? PATTERNS : VALUES;
    return Matcher.of(
        NAMES.get(random.nextInt(NAMES.size())), op, values.get(random.nextInt(values.size())));
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        labels.put(name, VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    return labels;
  }

  private String config(Route route) {
    String names =
        IntStream.range(0, receivers)
            .mapToObj(i -> "{ name: r" + i + " }")
            .collect(Collectors.joining(", "));
    return "route: " + yaml(route) + "\nreceivers: [ " + names + " ]\n";
  }

  private static String yaml(Route route) {
    String matchers =
        route.matchers().stream()
            .map(matcher -> "'" + matcher + "'")
            .collect(Collectors.joining(", "));
    String children =
        route.routes().stream().map(AmtoolRoutesIT::yaml).collect(Collectors.joining(", "));
    return "{ receiver: "
        + route.receiver()
        + (matchers.isEmpty() ? "" : ", matchers: [ " + matchers + " ]")
        + (route.continues() ? ", continue: true" : "")
        + (children.isEmpty() ? "" : ", routes: [ " + children + " ]")
        + " }";
  }

  private static List<String> amtool(Path config, Map<String, String> labels) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("amtool", "config", "routes", "test", "--config.file=" + config));
    labels.forEach((name, value) -> command.add(name + "=" + value));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      return List.of(text.split(","));
    }
  }
}
